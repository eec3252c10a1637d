import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import type { CloudClients } from './cloud-clients.ts';
import { UnknownNameError } from './unknown-name-error.ts';

/** Outputs of a deployed stack by their keys. */
export class StackOutputs {
  readonly stackName: string;
  readonly #values: ReadonlyMap<string, string>;

  constructor(stackName: string, values: ReadonlyMap<string, string>) {
    this.stackName = stackName;
    this.#values = values;
  }

  /** @throws {UnknownNameError} when the stack has no such output; it names those that it has. */
  get(key: string): string {
    const value = this.#values.get(key);
    if (value === undefined) {
      throw new UnknownNameError(`stack ${this.stackName} has no output ${key}`, this.#values.keys());
    }
    return value;
  }

  /** Outputs whose keys end in `suffix`, by the rest of the key: `QueueUrl` gives `Inventory` to its queue's URL. */
  endingIn(suffix: string): ReadonlyMap<string, string> {
    return new Map(
      [...this.#values]
        .filter(([key]) => key.endsWith(suffix) && key.length > suffix.length)
        .map(([key, value]) => [key.slice(0, -suffix.length), value]),
    );
  }
}

/**
 * Reads the outputs of a deployed stack.
 *
 * @throws Error when the target has no stack of that name.
 */
export async function readStackOutputs(clients: CloudClients, stackName: string): Promise<StackOutputs> {
  const { Stacks } = await clients.cloudFormation.send(new DescribeStacksCommand({ StackName: stackName }));
  const stack = Stacks?.[0];
  if (stack === undefined) {
    throw new Error(`no stack ${stackName} at ${clients.connection.endpoint ?? 'AWS'}; deploy it first`);
  }
  const outputs = (stack.Outputs ?? []).flatMap(({ OutputKey, OutputValue }) =>
    OutputKey !== undefined && OutputValue !== undefined ? [[OutputKey, OutputValue] as const] : [],
  );
  return new StackOutputs(stackName, new Map(outputs));
}
