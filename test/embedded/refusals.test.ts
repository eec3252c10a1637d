import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { startEmbeddedCloud } from '../../embedded/index.ts';
import { AssemblyFolder, nodeFunction } from './assembly-folder.ts';

const refusalOf = async (template: object, options: object = {}) => {
  using assembly = new AssemblyFolder().stack('Shop', template);
  return await startEmbeddedCloud({ assembly: assembly.path, ...options }).then(
    async (cloud) => {
      await cloud.stop();
      throw new Error('it started');
    },
    (error: Error & { code?: string }) => ({ code: error.code, message: error.message }),
  );
};

const queue = (properties: object = {}, rest: object = {}) => ({
  Type: 'AWS::SQS::Queue',
  Properties: properties,
  ...rest,
});

describe('startEmbeddedCloud refuses', () => {
  it('a folder that holds no cloud assembly', async () => {
    await expect(startEmbeddedCloud({ assembly: '/nowhere' })).rejects.toMatchObject({
      code: 'ASSEMBLY_INVALID',
      message: expect.stringMatching(/no cloud assembly in \/nowhere: .*Run `cdk synth` first/),
    });
  });

  it('a stack that the assembly does not hold, naming those that it does', async () => {
    expect(await refusalOf({ Resources: {} }, { stack: 'Shoes' })).toEqual({
      code: 'ASSEMBLY_INVALID',
      message: 'the cloud assembly holds no stack "Shoes"; it holds Shop',
    });
  });

  it('a resource type that it cannot run and that something depends on, naming both', async () => {
    const resources = {
      Cluster: { Type: 'AWS::RDS::DBCluster' },
      Mailbox: queue({}, { DependsOn: 'Cluster' }),
    };
    const outputs = { Host: { Value: { 'Fn::GetAtt': ['Cluster', 'Endpoint.Address'] } } };

    expect(await refusalOf({ Resources: resources, Outputs: outputs })).toEqual({
      code: 'RESOURCE_UNSUPPORTED',
      message:
        'stack Shop: the embedded cloud cannot run Cluster (AWS::RDS::DBCluster): no such resource type here, and Mailbox, output Host depends on it',
    });
  });

  it('a nested stack, even when nothing depends on it', async () => {
    expect(await refusalOf({ Resources: { Nested: { Type: 'AWS::CloudFormation::Stack' } } })).toMatchObject({
      code: 'RESOURCE_UNSUPPORTED',
      message: expect.stringContaining('Nested (AWS::CloudFormation::Stack)'),
    });
  });

  it('a runtime that is not Node.js, when the function is used', async () => {
    const resources = {
      Python: nodeFunction({ ZipFile: '' }, { Runtime: 'python3.13' }),
      User: queue({ QueueName: { Ref: 'Python' } }),
    };

    expect(await refusalOf({ Resources: resources })).toMatchObject({
      message: expect.stringContaining('Python (AWS::Lambda::Function): runtime python3.13: only Node.js runs here'),
    });
  });

  it('a circular dependency, naming it', async () => {
    const resources = { A: queue({ QueueName: { Ref: 'B' } }), B: queue({ QueueName: { Ref: 'A' } }) };

    expect(await refusalOf({ Resources: resources })).toEqual({
      code: 'TEMPLATE_INVALID',
      message: 'stack Shop: circular dependency between resources: A -> B -> A',
    });
  });

  it('what an intrinsic function cannot resolve, naming the resource', async () => {
    expect(await refusalOf({ Resources: { A: queue({ QueueName: { Ref: 'Nobody' } }) } })).toEqual({
      code: 'TEMPLATE_INVALID',
      message: 'stack Shop, A (AWS::SQS::Queue): Ref to Nobody, which does not exist or whose condition does not hold',
    });
  });

  it('what a service refuses, naming the resource', async () => {
    expect(await refusalOf({ Resources: { A: queue({ VisibilityTimeout: 50_000 }) } })).toEqual({
      code: 'PROVISIONING_FAILED',
      message: expect.stringMatching(/^stack Shop, A \(AWS::SQS::Queue\): .*VisibilityTimeout/),
    });
  });

  it('to map a queue that shows messages again before the function times out, as Lambda does', async () => {
    const resources = (visibilitySeconds: number) => ({
      Consumer: nodeFunction({ ZipFile: '' }, { Timeout: 5 }),
      Mailbox: queue({ VisibilityTimeout: visibilitySeconds }),
      Mapping: {
        Type: 'AWS::Lambda::EventSourceMapping',
        Properties: { EventSourceArn: { 'Fn::GetAtt': ['Mailbox', 'Arn'] }, FunctionName: { Ref: 'Consumer' } },
      },
    });

    expect(await refusalOf({ Resources: resources(4) })).toEqual({
      code: 'PROVISIONING_FAILED',
      message: expect.stringContaining('Queue visibility timeout: 4 seconds is less than Function timeout: 5 seconds'),
    });
    await expect(refusalOf({ Resources: resources(5) })).rejects.toThrow('it started');
  });

  it('code that is in no asset of the assembly', async () => {
    const code = { S3Bucket: 'elsewhere', S3Key: 'code.zip' };

    expect(await refusalOf({ Resources: { F: nodeFunction(code) } })).toMatchObject({
      code: 'TEMPLATE_INVALID',
      message: expect.stringContaining('Code is in s3://elsewhere/code.zip'),
    });
  });

  it('a template that AWS would have to transform', async () => {
    expect(await refusalOf({ Transform: 'AWS::Serverless-2016-10-31', Resources: {} })).toMatchObject({
      message: expect.stringContaining('stack Shop: the template has the transform "AWS::Serverless-2016-10-31"'),
    });
  });

  it.each([
    [
      'orders.handler',
      /Cannot find module 'orders' in \/.+\/asset\.fn \(on AWS .+, with Runtime\.ImportModuleError\)$/,
    ],
    ['index.main', /\/asset\.fn\/index\.mjs does not export "main" \(on AWS .+, with Runtime\.HandlerNotFound\)$/],
    ['index', /'index' is not a valid handler name\. .+ \(on AWS .+, with Runtime\.MalformedHandlerName\)$/],
  ])(
    'a function whose handler %s is not in its code, before a message could fail because of it',
    async (Handler, why) => {
      using assembly = new AssemblyFolder();
      const code = assembly.code('fn', 'export const handler = async () => {};');
      assembly.stack('Shop', { Resources: { Fn: nodeFunction(code, { Handler }) } });

      const refused = startEmbeddedCloud({ assembly: assembly.path });

      await expect(refused).rejects.toMatchObject({
        code: 'HANDLER_NOT_FOUND',
        message: expect.stringMatching(why),
      });
      await expect(refused).rejects.toThrow(
        `stack Shop, Fn (AWS::Lambda::Function): handler "${Handler}" is not in the function's code: `,
      );
    },
  );

  it('a port that is in use, in one line', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as AddressInfo;

    const refusal = await refusalOf({ Resources: {} }, { port });
    other.close();

    expect(refusal).toEqual({
      code: 'PORT_IN_USE',
      message: expect.stringMatching(new RegExp(`^port ${port} on 127\\.0\\.0\\.1 is in use.*$`)),
    });
  });
});

describe('what is not enforced', () => {
  it('lists each type and property once, with its reason and places, unknown ones too', async () => {
    const resources = {
      Role: { Type: 'AWS::IAM::Role', Properties: { Policies: [{ Ref: 'Api' }] } },
      Api: { Type: 'AWS::ApiGateway::RestApi', DeletionPolicy: 'Retain' },
      A: queue({ KmsMasterKeyId: 'key', Sparkle: 1 }, { DependsOn: 'Role' }),
      B: queue({ KmsMasterKeyId: 'key', VisibilityTimeout: 5 }),
    };
    using assembly = new AssemblyFolder().stack('Shop', { Resources: resources });

    const cloud = await startEmbeddedCloud({ assembly: assembly.path });
    await cloud.stop();

    expect(cloud.notEnforced.map(({ type, property, places }) => ({ type, property, places }))).toEqual(
      expect.arrayContaining([
        { type: 'AWS::SQS::Queue', property: 'KmsMasterKeyId', places: expect.arrayContaining(['Shop/A', 'Shop/B']) },
        { type: 'AWS::SQS::Queue', property: 'Sparkle', places: ['Shop/A'] },
        { type: 'AWS::IAM::Role', property: undefined, places: ['Shop/Role'] },
        { type: 'AWS::ApiGateway::RestApi', property: undefined, places: ['Shop/Api'] },
      ]),
    );
    expect(cloud.notEnforced).toHaveLength(4);
  });
});
