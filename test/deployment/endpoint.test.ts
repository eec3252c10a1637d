import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { paginateListStacks } from '@aws-sdk/client-cloudformation';
import { ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { ListQueuesCommand } from '@aws-sdk/client-sqs';
import { type CloudClients, connectTo, eventually, type LocalStack, startLocalStack } from 'fanout/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runProgram } from './run-program.ts';

const vitest = fileURLToPath(new URL('../../node_modules/.bin/vitest', import.meta.url));
/** Enough to see that the suite finds the deployment: the rest of it runs in `npm run test:localstack`. */
const CASES = ['test/acceptance/template.test.ts', 'test/acceptance/producer.test.ts'];

describe('at an endpoint that runs already', () => {
  let folder: string;
  let localStack: LocalStack;
  let clients: CloudClients;
  let account: NodeJS.ProcessEnv;

  /** Whatever a stack of ours would have left. */
  const remains = async (): Promise<readonly string[]> => {
    const { Functions = [] } = await clients.lambda.send(new ListFunctionsCommand({}));
    const { QueueUrls = [] } = await clients.sqs.send(new ListQueuesCommand({}));
    return [...(await stacks()), ...Functions.map(({ FunctionName = '' }) => FunctionName), ...QueueUrls];
  };
  const stacks = async (): Promise<readonly string[]> => {
    const found: string[] = [];
    for await (const { StackSummaries = [] } of paginateListStacks({ client: clients.cloudFormation }, {})) {
      for (const { StackName, StackStatus } of StackSummaries) {
        if (StackName !== 'CDKToolkit' && StackStatus !== 'DELETE_COMPLETE') {
          found.push(`${StackName} ${StackStatus}`);
        }
      }
    }
    return found;
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'fanout-endpoint-'));
    // The suite is started by the name of vitest; this one leaves out most of its cases.
    const call = `require('node:child_process').spawnSync(${JSON.stringify(vitest)}, [...process.argv.slice(2), ...${JSON.stringify(CASES)}], { stdio: 'inherit' })`;
    writeFileSync(join(folder, 'vitest'), `#!${process.execPath}\nprocess.exitCode = ${call}.status;\n`, {
      mode: 0o755,
    });
    localStack = await startLocalStack();
    clients = connectTo({ endpoint: localStack.endpoint });
    account = {
      // The CDK keeps there to which account a key belongs.
      HOME: folder,
      PATH: `${folder}${delimiter}${process.env['PATH']}`,
      AWS_ENDPOINT_URL: localStack.endpoint,
      AWS_ENDPOINT_URL_S3: localStack.endpoint,
      AWS_ACCESS_KEY_ID: 'endpoint',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_REGION: 'us-east-1',
    };
  }, 120_000);

  afterAll(async () => {
    clients?.close();
    await localStack?.stop();
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  it('npm run test:aws deploys, runs the suite and destroys, with nothing but the endpoint otherwise than on AWS', async () => {
    const { code, output } = await runProgram(['scripts/test-aws.ts', '--yes'], { variables: account });

    expect(output).toMatch(/^bootstrapping account 000000000000, us-east-1$/m);
    expect(output).toMatch(/^deploying FanoutExample-test-[0-9a-f]{8}$/m);
    expect(output).toMatch(/^5 passed, 0 failed$/m);
    expect(code).toBe(0);
    expect(await remains()).toEqual([]);
  });

  it('npm run test:aws leaves nothing at Ctrl-C while the stack is being created', async () => {
    const isCreated = async () => (await stacks()).some((stack) => stack.endsWith(' CREATE_IN_PROGRESS'));
    let interrupted: Promise<void> | undefined;
    const { code, output } = await runProgram(['scripts/test-aws.ts', '--yes'], {
      variables: account,
      onLine: (line, interrupt) => {
        if (line.startsWith('deploying')) {
          interrupted = eventually(isCreated, { deadlineMs: 60_000, what: 'the creation' }).then(interrupt);
        }
      },
    });
    await interrupted;

    expect(code).toBe(130);
    // Anything that is left is told in such a line.
    expect(output).not.toContain('left: ');
    expect(output).toMatch(/^waiting for \S+, which is CREATE_IN_PROGRESS: .*\ndestroying \S+$/m);
    expect(await remains()).toEqual([]);
  });

  it('npm start drives the order platform there, proves its promises and destroys it', async () => {
    const args = ['example/run/start.mjs', '--endpoint', localStack.endpoint, '--count', '5'];

    const { code, output } = await runProgram(args, { variables: {} });

    expect(output).toContain(`deployed at ${localStack.endpoint}`);
    expect(output).toContain('Verdict');
    expect(code).toBe(0);
    expect(await remains()).toEqual([]);
  });
});
