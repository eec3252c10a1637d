import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { eventually, startStack, startTarget, TargetError } from 'fanout/testing';
import { describe, expect, it } from 'vitest';
import { AssemblyFolder, table } from '../embedded/assembly-folder.ts';
import { startFakeAws } from './fake-aws.ts';

const account = '111122223333';

const failure = (promise: Promise<unknown>): Promise<TargetError> =>
  promise.then(
    () => expect.fail('it was not refused'),
    (error) => error,
  );

describe('startTarget', () => {
  // Without an endpoint the SDK and the CDK would turn to the account of the caller's credentials.
  it.each([
    ['Localstack', "'Localstack'"],
    [undefined, 'undefined'],
    [{}, '{}'],
    [{ endpoint: undefined }, '{ endpoint: undefined }'],
    [{ endpoint: 'localhost:4566' }, "{ endpoint: 'localhost:4566' }"],
  ])('refuses %j, which plain JavaScript may pass, and calls nobody', async (choice, got) => {
    const error = await failure(startTarget(choice as never));

    expect(error.code).toBe('TARGET_INVALID');
    expect(error.message).toBe(
      `target must be 'embedded', 'localstack', 'aws' or { endpoint } with an HTTP URL, got ${got}`,
    );
  });
});

describe('a target that is running already', () => {
  it('knows its account and Region', async () => {
    await using aws = await startFakeAws(account);

    const target = await startTarget({ endpoint: aws.endpoint }, { account });

    expect(target.identity).toEqual({ account, region: 'us-east-1', arn: `arn:aws:iam::${account}:user/ada` });
    expect(await target.stop()).toEqual([]);
  });

  it('refuses credentials of another account than asked for', async () => {
    await using aws = await startFakeAws(account);

    const error = await failure(startTarget({ endpoint: aws.endpoint }, { account: '999999999999' }));

    expect(error).toBeInstanceOf(TargetError);
    expect(error.code).toBe('ACCOUNT_MISMATCH');
    expect(error.message).toContain(`belong to account ${account}, asked for was 999999999999`);
    expect(aws.actions).toEqual(['GetCallerIdentity']);
  });

  it('refuses a stack that exists and is not its own, before it creates anything', async () => {
    await using aws = await startFakeAws(account, { Shop: 'CREATE_COMPLETE' });
    using assembly = new AssemblyFolder().stack('Shop', { Resources: { Orders: table() } });

    const error = await failure(
      startStack({ assembly: assembly.path, stack: 'Shop', target: { endpoint: aws.endpoint } }),
    );

    expect(error.code).toBe('STACK_EXISTS');
    expect(error.message).toMatch(/^a stack Shop exists \(CREATE_COMPLETE\) in account 111122223333, us-east-1; /);
    expect(aws.actions).toEqual(['GetCallerIdentity', 'DescribeStacks']);
  });

  it.each(['Shop', 'CDKToolkit'])(
    'says which right is missing when the caller may not ask for stack %s',
    async (name) => {
      await using aws = await startFakeAws(account, {}, { denied: [`DescribeStacks ${name}`] });
      using assembly = new AssemblyFolder().stack('Shop', { Resources: { Orders: table() } });

      const error = await failure(
        startStack({ assembly: assembly.path, stack: 'Shop', target: { endpoint: aws.endpoint } }),
      );

      expect(error.code).toBe('PERMISSION_MISSING');
      expect(error.message).toBe(
        'the credentials lack cloudformation:DescribeStacks (User: ada is not authorized to perform: cloudformation:DescribeStacks); give them this right, or choose others, for example by AWS_PROFILE',
      );
    },
  );

  it.each([
    ['aws://111122223333/eu-west-1', 'account 111122223333, eu-west-1'],
    ['aws://999999999999/us-east-1', 'account 999999999999, us-east-1'],
    ['aws://unknown-account/eu-west-1', 'account unknown-account, eu-west-1'],
  ])('refuses a stack of %s, where nobody would look for it or remove it', async (environment, place) => {
    await using aws = await startFakeAws(account);
    using assembly = new AssemblyFolder().stack('Shop', { Resources: { Orders: table() } }, [], environment);

    const error = await failure(
      startStack({ assembly: assembly.path, stack: 'Shop', target: { endpoint: aws.endpoint } }),
    );

    expect(error.code).toBe('ENVIRONMENT_MISMATCH');
    expect(error.message).toContain(`stack Shop to ${place}, the target is account ${account}, us-east-1; `);
    expect(aws.actions).toEqual(['GetCallerIdentity']);
  });

  it("refuses a stack that reads another's outputs where nobody resolves that, before it asks for anything", async () => {
    await using aws = await startFakeAws(account);
    const topicArn = { 'Fn::GetStackOutput': { StackName: 'Shop', OutputName: 'TopicArn' } };
    const queue = { Type: 'AWS::SQS::Queue', Properties: { Tags: [{ Key: 'topic', Value: topicArn }] } };
    using assembly = new AssemblyFolder()
      .stack('Shop', { Resources: { Orders: table() } })
      .stack('Subs', { Resources: { Queue: queue } }, ['Shop']);

    const error = await failure(
      startStack({ assembly: assembly.path, stack: 'Subs', target: { endpoint: aws.endpoint } }),
    );

    expect(error.code).toBe('TEMPLATE_UNSUPPORTED');
    expect(error.message).toBe(
      'stack Subs reads outputs of other stacks (Fn::GetStackOutput), which LocalStack 4.14 does not know; test it on the embedded cloud, or put both in one stack',
    );
    expect(aws.actions).toEqual(['GetCallerIdentity']);
  });

  it('ends a deployment that is under way when it is stopped', async () => {
    await using aws = await startFakeAws(account, { CDKToolkit: 'CREATE_IN_PROGRESS' });
    using assembly = new AssemblyFolder().stack('Shop', { Resources: { Orders: table() } });
    const target = await startTarget({ endpoint: aws.endpoint });
    const deployment = failure(target.deploy({ assembly: assembly.path, stack: 'Shop' }));
    await eventually(() => aws.actions.length > 2, { deadlineMs: 10_000, what: 'the question for CDKToolkit' });

    expect(await target.stop()).toEqual([]);

    expect((await deployment).message).toBe('the target was stopped');
  });

  it('fails when nothing answers', async () => {
    const error = await failure(startTarget({ endpoint: 'http://127.0.0.1:1' }));

    expect(error.code).toBe('ENDPOINT_UNREACHABLE');
    expect(error.message).toMatch(/^nothing answers at http:\/\/127\.0\.0\.1:1 \(.*ECONNREFUSED.*\); is it running\?$/);
  });

  it('fails in a project without aws-cdk, and says how to install it', async () => {
    await using aws = await startFakeAws(account);
    const projectDirectory = mkdtempSync(`${tmpdir()}/fanout-no-cdk-`);
    try {
      const error = await failure(startTarget({ endpoint: aws.endpoint }, { projectDirectory }));

      expect(error.code).toBe('PACKAGE_MISSING');
      expect(error.message).toBe(`${projectDirectory} has no aws-cdk, which deploys; npm install --save-dev aws-cdk@2`);
    } finally {
      rmSync(projectDirectory, { recursive: true });
    }
  });
});
