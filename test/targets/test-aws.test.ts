import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type FakeAccount, type FakeAws, startFakeAws } from './fake-aws.ts';
import { type FakeEnds, FakeProject } from './fake-project.ts';

const account = '111122223333';
const repository = fileURLToPath(new URL('../../', import.meta.url));
const NAME = /^FanoutExample-test-[0-9a-f]{8}$/;
/** Makes the program believe that a person is there. */
const TERMINAL = `data:text/javascript,${encodeURIComponent('process.stdin.isTTY = true;')}`;

interface Run {
  readonly ends?: FakeEnds;
  readonly contents?: FakeAccount;
  readonly args?: readonly string[];
  /** What the person types. */
  readonly answer?: string;
}

interface Outcome {
  readonly aws: FakeAws;
  readonly commands: readonly (readonly string[])[];
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `npm run test:aws` on a fake account, where the CDK and vitest are fake, to its end. Synthesis is real. */
async function testAws({ ends, contents, args = [], answer = '' }: Run): Promise<Outcome> {
  await using aws = await startFakeAws(account, { CDKToolkit: 'CREATE_COMPLETE' }, contents);
  using project = new FakeProject(ends);
  const env = {
    PATH: project.searchPath,
    HOME: project.path,
    AWS_ENDPOINT_URL: aws.endpoint,
    AWS_ACCESS_KEY_ID: 'ada',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_REGION: 'eu-central-1',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
  const [code, stdout, stderr] = await new Promise<[number, string, string]>((resolve) => {
    const child = execFile(
      process.execPath,
      ['--import', TERMINAL, `${repository}scripts/test-aws.ts`, ...args],
      { cwd: project.path, env },
      (error, out, err) => resolve([Number(error?.code ?? 0), out, err]),
    );
    child.stdin?.end(answer);
  });
  return { aws, commands: project.commands, code, stdout, stderr };
}

describe('npm run test:aws', { timeout: 180_000 }, () => {
  it('shows the plan, deploys under a name of its own with tags, runs the suite, and destroys', async () => {
    const { aws, commands, code, stdout, stderr } = await testAws({ answer: 'yes\n' });

    expect(stderr).toBe('');
    expect(code).toBe(0);
    const [name = ''] = aws.created;
    expect(name).toMatch(NAME);
    expect(stdout).toMatch(
      new RegExp(`account   ${account}, as .*\nRegion    eu-central-1\nstack     ${name}, .*Create it`, 's'),
    );
    expect(stdout).toContain(`running the acceptance suite on ${name}\n`);
    expect(stdout).toContain('1 passed, 0 failed');
    const [deploy = [], destroy = []] = commands;
    expect(deploy[0]).toBe('deploy');
    expect(deploy.join(' ')).toContain(`--tags fanout:purpose=acceptance-test --tags fanout:stack=${name}`);
    expect(destroy).toEqual([
      'destroy',
      '--app',
      deploy[2],
      'FanoutExample',
      '--exclusively',
      '--force',
      '--no-color',
      '--no-notices',
    ]);
    expect([...aws.stacks.keys()]).toEqual(['CDKToolkit']);
  });

  it('creates nothing when the answer is no, with exit code 2', async () => {
    const { aws, commands, code, stdout, stderr } = await testAws({ answer: 'no\n' });

    expect(stdout).toContain(`account   ${account}`);
    expect(stderr).toBe('not confirmed, got "no": nothing was created\n');
    expect(code).toBe(2);
    expect(commands).toEqual([]);
    expect(aws.created).toEqual([]);
  });

  it('destroys the stack after a suite that failed, says what is left, and ends with exit code 1', async () => {
    const kept = { LogicalResourceId: 'Orders', ResourceType: 'AWS::DynamoDB::Table', PhysicalResourceId: 'orders-1' };
    const { aws, code, stdout, stderr } = await testAws({
      ends: { suite: 1 },
      contents: { resources: [[{ ...kept, ResourceStatus: 'DELETE_SKIPPED' }]] },
      args: ['--yes', '--stack-name', 'Try'],
    });

    expect(stdout).toContain('0 passed, 1 failed');
    expect(stderr).toBe('left: Try: Orders (AWS::DynamoDB::Table) orders-1\n');
    expect(code).toBe(1);
    expect(aws.created).toEqual(['Try']);
    expect(aws.stacks.has('Try')).toBe(false);
  });

  it('destroys the stack after a deployment that failed, and says why, with exit code 1', async () => {
    const { aws, commands, code, stderr } = await testAws({
      ends: { deploy: 'fails' },
      args: ['--yes', '--stack-name', 'Try'],
    });

    expect(stderr).toBe('Try not deployed: the fake deployment failed\n');
    expect(code).toBe(1);
    expect(commands.map(([command]) => command)).toEqual(['deploy', 'destroy']);
    expect(aws.stacks.has('Try')).toBe(false);
  });
});
