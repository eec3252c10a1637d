import { BROKEN_CLOUDS, type Break, breaks } from './breaks.ts';

/** The table of deliberate breaks in docs/suite.md, line by line. */
export function breaksTable(): readonly string[] {
  return [
    '| break | what is broken | case that looks at it | embedded cloud | LocalStack | why nobody notices, and what does |',
    '|---|---|---|---|---|---|',
    ...breaks.map((broken) => `| ${cells(broken).join(' | ')} |`),
  ];
}

function cells({ id, what, case: { file, title }, unseen }: Break): readonly string[] {
  const verdicts = BROKEN_CLOUDS.map((cloud) => (unseen?.[cloud] === undefined ? 'red' : '**green**'));
  const reasons = new Set(Object.values(unseen ?? {}).map(({ reason, instead }) => `${reason}; ${instead}`));
  return [id, what, `[${title}](../test/acceptance/${file})`, ...verdicts, [...reasons].join(' · ')];
}
