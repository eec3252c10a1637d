import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { FanoutChecks } from '../../../lib/index.ts';
import { codeBlocks } from '../../code-blocks.ts';
import { cdkOutdir } from '../cdk-outdir.ts';
import { bundleExampleHandlers, exampleStack } from './example-stacks.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const textOf = (file: string): string => readFileSync(`${root}${file}`, 'utf8');
const pages = [
  ...globSync('docs/constructs/*.md', { cwd: root }),
  'docs/comparison.md',
  'docs/deploy.md',
  'docs/reuse.md',
].sort();
const examples = globSync('test/unit/docs/examples/*.ts', { cwd: root })
  .map((file) => file.slice('test/unit/docs/examples/'.length))
  .sort();
const exampleText = (name: string): string => textOf(`test/unit/docs/examples/${name}`);

const stackOf = (name: string): Promise<Stack> => exampleStack(name, { outdir: cdkOutdir });

/** How many resources of each type a stack has. */
async function resourceCounts(name: string): Promise<Record<string, number>> {
  const { Resources } = Template.fromStack(await stackOf(name)).toJSON() as {
    Resources: Record<string, { Type: string }>;
  };
  const types = Object.values(Resources).map(({ Type }) => Type);
  return Object.fromEntries(
    [...new Set(types)].sort().map((type) => [type, types.filter((each) => each === type).length]),
  );
}

const linesOf = (name: string): number =>
  exampleText(name)
    .split('\n')
    .filter((line) => line.trim() !== '').length;

beforeAll(bundleExampleHandlers);

describe('the pages of the constructs', () => {
  const blocks = pages.flatMap((page) =>
    codeBlocks(`# all\n${textOf(page).replace(/^#+ .*$/gm, '')}`, '# all').map((block) => ({ page, ...block })),
  );

  it('have no code but that of the examples, which are compiled', () => {
    expect(blocks.filter(({ language, path }) => language === 'ts' && !examples.includes(path ?? ''))).toStrictEqual(
      [],
    );
    expect(blocks.length).toBeGreaterThan(5);
  });

  it.each(examples)('show %s as it is', (name) => {
    const shown = blocks.filter(({ path }) => path === name);

    expect(shown.length).toBeGreaterThan(0);
    for (const { text } of shown) {
      expect(text).toBe(`// ${name}\n${exampleText(name)}`);
    }
  });

  it.each(examples.filter((name) => name !== 'events.ts'))(
    'G7 show in %s what synthesises without an error',
    async (name) => {
      const stack = await stackOf(name);

      expect(Object.keys(Template.fromStack(stack).toJSON()['Resources']).length).toBeGreaterThan(5);
      const errors = new FanoutChecks()
        .validateScope(stack)
        .violations.filter(({ severity }) => severity === 'error')
        .map(({ ruleName, description }) => `${ruleName}: ${description}`);
      expect(errors).toStrictEqual([]);
    },
  );

  it('say of every code when it is thrown', () => {
    const sources = globSync('lib/**/*.ts', { cwd: root }).map(textOf).join('\n');
    const thrown = [...sources.matchAll(/(?:\.add\(|PropsError\(|code:|#fail\()\s*'([A-Z][A-Za-z]+)'/g)].map(
      ([, code]) => code,
    );
    const documented = globSync('docs/**/*.md', { cwd: root }).map(textOf).join('\n');

    expect(thrown.length).toBeGreaterThan(40);
    expect([...new Set(thrown)].filter((code) => !documented.includes(`\`${code}\``))).toStrictEqual([]);
  });
});

describe('the comparison with plain aws-cdk-lib', () => {
  const page = textOf('docs/comparison.md');

  it('is of the same resources', async () => {
    const counts = await resourceCounts('shop-with-fanout.ts');

    expect(await resourceCounts('shop-with-plain-cdk.ts')).toStrictEqual(counts);
    expect(counts).toMatchObject({ 'AWS::SQS::Queue': 6, 'AWS::CloudWatch::Alarm': 6, 'AWS::DynamoDB::Table': 1 });
  });

  it('counts the lines that it says, of which Fanout needs at most 15', () => {
    const [fanout, plain] = [linesOf('shop-with-fanout.ts'), linesOf('shop-with-plain-cdk.ts')];

    expect(fanout).toBeLessThanOrEqual(15);
    expect(page).toContain(`| lines that are not empty | ${fanout} | ${plain} |`);
    expect(textOf('docs/constructs.md')).toContain(`take ${fanout} lines, and ${plain} with plain aws-cdk-lib`);
    expect(textOf('README.md')).toContain(`take ${fanout} lines of yours`);
  });
});
