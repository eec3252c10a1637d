import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { synthesiseExample } from '../../example/synthesise.ts';
import { chosenTarget } from '../acceptance/chosen-target.ts';
import { AssemblyCopy } from './assembly-copy.ts';
import { type Break, breaks } from './breaks.ts';
import { runCase } from './run-case.ts';

const STACK = 'FanoutExample';
const choice = chosenTarget(process.env);
if (choice === 'aws') throw new Error('broken stacks are deployed to the embedded cloud and LocalStack only');
const cloud = choice === 'embedded' ? 'embedded' : 'localstack';
const isUnseen = ({ unseen }: Break): boolean => unseen?.[cloud] !== undefined;

describe(`the acceptance suite on the ${cloud} cloud`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'fanout-breaks-'));
  const original = join(folder, 'cdk.out');

  beforeAll(() => synthesiseExample({ outdir: original, environment: process.env }));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.concurrent.each(breaks.map((broken) => [isUnseen(broken) ? 'misses' : 'notices', broken.id, broken] as const))(
    '%s %s',
    async (_verdict, id, broken) => {
      using assembly = new AssemblyCopy(original, join(folder, id), STACK);
      broken.apply(assembly);

      const result = await runCase({
        ...broken.case,
        assembly: assembly.path,
        reportFile: join(folder, `${id}.report.json`),
      });

      expect(result, broken.what).toBe(isUnseen(broken) ? 'passed' : 'failed');
    },
  );
});
