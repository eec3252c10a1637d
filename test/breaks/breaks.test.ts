import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { synthesiseExample } from '../../example/synthesise.ts';
import { chosenTarget } from '../acceptance/chosen-target.ts';
import { AssemblyCopy } from './assembly-copy.ts';
import { type Break, breaks, casesOfBreaks } from './breaks.ts';
import { type AcceptanceCase, runCase } from './run-case.ts';

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

  /** Deploys a copy, changed or not, and runs the case on it. */
  const runOnCopy = async (
    id: string,
    acceptanceCase: AcceptanceCase,
    change: (assembly: AssemblyCopy) => void = () => {},
  ) => {
    using assembly = new AssemblyCopy(original, join(folder, id), STACK);
    change(assembly);
    return await runCase({
      ...acceptanceCase,
      assembly: assembly.path,
      reportFile: join(folder, `${id}.report.json`),
    });
  };
  const green = { status: 'passed', failure: '' };

  it.concurrent.each(breaks.map((broken) => [isUnseen(broken) ? 'misses' : 'notices', broken.id, broken] as const))(
    '%s %s',
    async (_verdict, id, broken) => {
      const result = await runOnCopy(id, broken.case, broken.apply);

      expect(result, broken.what).toEqual(
        isUnseen(broken)
          ? green
          : { status: 'failed', failure: expect.stringMatching(broken.shows ?? 'what this cloud does not show') },
      );
    },
  );

  // The control: a copy that cannot be deployed, or a case that is red anyway, would notice every break.
  it.concurrent.each(casesOfBreaks.map((one, index) => [one.title, `nothing-${index}`, one] as const))(
    'is green where nothing is broken: %s',
    async (_title, id, acceptanceCase) => {
      expect(await runOnCopy(id, acceptanceCase)).toEqual(green);
    },
  );
});
