import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DockerImage, Lazy } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EventTopic, Inbox, Producer } from '../../../lib/index.ts';
import { cdkOutdir } from '../cdk-outdir.ts';
import { addItemOutbox } from './item-outbox-stack.ts';
import { addSubscriber, emptyStack, orderEvents } from './sample-stack.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(cdkOutdir, 'bundles-'));
  mkdirSync(join(folder, 'nested'));
  mkdirSync(join(folder, 'index'));
  for (const file of ['points.mjs', 'old.js', 'older.cjs', 'nested/stock.mjs', 'data.json', 'bundle.zip']) {
    writeFileSync(join(folder, file), '');
  }
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const produce = (code: Code, handler?: string): void => {
  const stack = emptyStack();
  new Producer(stack, 'Till', { name: 'till', inbox: new Inbox(stack, 'Inbox'), code, handler });
};

describe('the code of a handler', () => {
  it.each([
    'points.handler',
    'old.handler',
    'older.handler',
    'nested/stock.handler',
    'points.api.post',
    './points.handler',
  ])('has a file for %s', (handler) => {
    expect(() => produce(Code.fromAsset(folder), handler)).not.toThrow();
  });

  it.each(['index.handler', 'Points.handler', 'stock.handler', 'nested/points.handler', 'data.handler', 'handler'])(
    'G7 fails when it has none for %s',
    (handler) => {
      expect(() => produce(Code.fromAsset(folder), handler)).toThrow(
        expect.objectContaining({
          code: 'HandlerFileMissing',
          message: expect.stringContaining(`handler must be of a file in code, got "${handler}", and none of `),
        }),
      );
    },
  );

  it('G7 fails by the default handler, and says which files would do and where', () => {
    expect(() => produce(Code.fromAsset(folder))).toThrow(
      `handler must be of a file in code, got "index.handler", and none of index.js, index.mjs, index.cjs in ${folder}; bundle it there, or correct handler [HandlerFileMissing] (at Shop/Till)`,
    );
  });

  it('G7 fails when it is not there', () => {
    const missing = join(folder, 'missing');

    expect(() => produce(Code.fromAsset(missing))).toThrow(
      `code must be a folder or zip file that is there, got ${missing}; bundle the handler first, or correct the path [CodeNotFound] (at Shop/Till)`,
    );
  });

  it('G7 is looked into for consumers and relays as well, beside what else is wrong', () => {
    const code = Code.fromAsset(folder);

    expect(() => addSubscriber(emptyStack(), { consumer: { code, memorySize: 1 } })).toThrow(
      /\[HandlerFileMissing\].*\n.*\[MemorySizeRange\]/,
    );
    const stack = emptyStack();
    const topics = [new EventTopic(stack, 'Events', { definition: orderEvents })];
    expect(() => addItemOutbox(stack, { topics, derivingRelay: { code, handler: 'relay.handler' } })).toThrow(
      '[HandlerFileMissing]',
    );
  });

  it('is left alone where it cannot be looked into', () => {
    const tryBundle = (output: string): boolean => {
      writeFileSync(join(output, 'index.mjs'), '');
      return true;
    };
    const bundling = { image: DockerImage.fromRegistry('node'), local: { tryBundle } };
    const bucket = Bucket.fromBucketName(emptyStack(), 'Bucket', 'bundles');
    const token = Lazy.string({ produce: () => 'index.handler' });

    expect(() => produce(Code.fromAsset(join(folder, 'bundle.zip')))).not.toThrow();
    expect(() => produce(Code.fromBucketV2(bucket, 'points.zip'))).not.toThrow();
    expect(() => produce(Code.fromAsset(folder), token)).not.toThrow();
    expect(() => produce(Code.fromAsset(folder), '/opt/wrapper.handler')).not.toThrow();
    expect(() => produce(Code.fromAsset(folder, { bundling }))).not.toThrow();
  });
});
