import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { PolicyViolation } from 'aws-cdk-lib';
import { FanoutChecks } from '../../../lib/rules/fanout-checks.ts';
import type { RuleText } from '../../../lib/rules/rule.ts';
import { allExamples } from './examples/all-examples.ts';
import { plainStack } from './plain-fanout.ts';

/** The page of a rule: what it says, with its example as it stands in the tests. */
export function rulePage(rule: RuleText): string {
  return `# ${rule.id}

${rule.severity === 'error' ? 'Error: stops synthesis.' : 'Warning.'} ${rule.demand}

**Otherwise:** ${rule.consequence}

**What to do:** ${remedy(rule)}

More: [AWS's documentation](${rule.reference})

## Example

Found:

\`\`\`ts
${exampleText(rule.id, 'refused')}
\`\`\`

> ${reported(rule.id)?.description}

Not found:

\`\`\`ts
${exampleText(rule.id, 'accepted')}
\`\`\`

## Accepting it

\`\`\`ts
Validations.of(scope).acknowledge({ id: '${rule.id}', reason: 'Say why it is acceptable here.' });
\`\`\`

[All rules](README.md) · [how the checks work](../checks.md)
`;
}

/** The page that lists all rules. */
export const rulesIndex = (rules: readonly RuleText[]): string => `# The rules of the graph

What \`cdk synth\` checks, over the whole fan-out: [how the checks work](../checks.md).

| rule | | what must hold |
|---|---|---|
${rules.map(({ id, severity, demand }) => `| [${id}](${id}.md) | ${severity} | ${demand} |`).join('\n')}
`;

const sources = globSync('examples/*.ts', { cwd: fileURLToPath(new URL('.', import.meta.url)) }).map((file) =>
  readFileSync(new URL(file, import.meta.url), 'utf8'),
);

/** The body of an example, as it was written. The formatter sees to the indentation. */
function exampleText(id: string, part: 'refused' | 'accepted'): string {
  const source = sources.find((text) => text.includes(`  '${id}': {\n`));
  const [, example = ''] = source?.split(`  '${id}': {\n`) ?? [];
  const body = new RegExp(`^ {4}${part}\\(stack\\) \\{\\n(.*?)\\n {4}\\},$`, 'ms').exec(example)?.[1];
  if (body === undefined) {
    throw new Error(`no example ${part} of ${id} under examples/`);
  }
  return body.replaceAll(/^ {6}/gm, '');
}

function reported(id: string): PolicyViolation | undefined {
  const stack = plainStack();
  allExamples[id]?.refused(stack);
  return new FanoutChecks().validateScope(stack).violations.find(({ ruleName }) => ruleName === id);
}

/** The rule's, with the place where the example is to be changed. */
function remedy(rule: RuleText): string {
  const { fix = '' } = reported(rule.id) ?? {};
  return fix.startsWith(rule.remedy) ? fix : rule.remedy;
}
