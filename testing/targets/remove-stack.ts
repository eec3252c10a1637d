import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import type { CdkCli } from './cdk-cli.ts';
import { lastLines } from './last-lines.ts';
import { isInProgress, settledStack } from './settled-stack.ts';
import { findStack, remainingResources } from './stack-records.ts';

/** A stack that was deployed, and where it came from. */
export interface DeployedStack {
  readonly name: string;
  readonly assembly: string;
  readonly displayName: string;
}

/** What removes a stack. */
export interface StackRemover {
  readonly client: CloudFormationClient;
  readonly cdk: CdkCli;
  readonly log?: (line: string) => void;
}

/** Longer than a stack takes to be created and rolled back, unless something in it hangs. */
const DEADLINE_MS = 600_000;
/** A request that the CDK had sent when it was ended may begin a stack this much later. */
const BEGINS_WITHIN_MS = 2_000;
const ATTEMPTS = 3;

/**
 * Destroys a stack once CloudFormation is done with it, and looks whether it has gone.
 *
 * An emulator goes on creating a stack that is deleted meanwhile, and no stack is deleted while it is updated.
 *
 * @returns what is left and why, one line each.
 */
export async function removeStack(
  { name, assembly, displayName }: DeployedStack,
  { client, cdk, log }: StackRemover,
): Promise<readonly string[]> {
  const found = await findStack(client, name);
  if (isInProgress(found)) {
    log?.(`waiting for ${name}, which is ${found?.StackStatus}: it cannot be destroyed as a whole before its end`);
  }
  const settled = { deadlineMs: DEADLINE_MS, what: `the end of what CloudFormation does with ${name}` };
  // Whatever hangs: to try is better than to leave it.
  let stack = await settledStack(client, name, { ...settled, beginsWithinMs: BEGINS_WITHIN_MS }).catch(() =>
    findStack(client, name),
  );
  let left: readonly string[] = [];
  for (let attempt = 1; stack !== undefined && attempt <= ATTEMPTS; attempt += 1) {
    log?.(`destroying ${name}`);
    const { ok, output } = await cdk.run(['destroy', '--app', assembly, displayName, '--exclusively', '--force']);
    left = await remainsOf(client, name, stack.StackId);
    if (!ok) {
      return [`stack ${name}: ${lastLines(output)}`, ...left];
    }
    stack = await settledStack(client, name, settled);
  }
  return stack === undefined ? left : [`stack ${name}: ${stack.StackStatus} although it was destroyed`, ...left];
}

const remainsOf = (client: CloudFormationClient, name: string, id = name): Promise<readonly string[]> =>
  remainingResources(client, id).then(
    (resources) => resources.map((resource) => `${name}: ${resource}`),
    (error: Error) => [`${name}: what is left of it could not be listed (${error.message})`],
  );
