import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** How `cdk deploy` ends; one that hangs leaves the stack CREATE_IN_PROGRESS. */
export type DeployEnd = 'succeeds' | 'fails' | 'hangs';

/** What the command of a fake project is told by it, in the variable FAKE_CDK. */
export interface FakeCdk {
  /** File to which it appends its arguments, one line a call. */
  readonly calls: string;
  readonly deployEnd: DeployEnd;
}

const STATUSES: Readonly<Record<DeployEnd, string>> = {
  succeeds: 'CREATE_COMPLETE',
  fails: 'ROLLBACK_COMPLETE',
  hangs: 'CREATE_IN_PROGRESS',
};

const { calls, deployEnd } = JSON.parse(process.env['FAKE_CDK'] ?? '') as FakeCdk;
const args = process.argv.slice(2);
appendFileSync(calls, `${JSON.stringify(args)}\n`);
const assembly = args[args.indexOf('--app') + 1] ?? '';
const { artifacts } = JSON.parse(readFileSync(join(assembly, 'manifest.json'), 'utf8'));

for (const id of args.filter((argument) => argument in artifacts)) {
  const StackName = artifacts[id].properties.stackName ?? id;
  if (args[0] === 'destroy') {
    await ask({ Action: 'DeleteStack', StackName });
  } else {
    await ask({ Action: 'CreateStack', StackName, StackStatus: STATUSES[deployEnd] });
  }
}
if (args[0] === 'deploy' && deployEnd === 'fails') {
  process.stderr.write('the fake deployment failed\n');
  process.exitCode = 1;
}
if (args[0] === 'deploy' && deployEnd === 'hangs') {
  setInterval(() => {}, 60_000);
}

async function ask(input: Record<string, string>): Promise<void> {
  await fetch(process.env['AWS_ENDPOINT_URL'] ?? '', { method: 'POST', body: new URLSearchParams(input) });
}
