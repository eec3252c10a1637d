import { allProbes, probeGroups } from './all-probes.ts';
import { type Answer, type Documented, PROBED_CLOUDS, type Probe, type ProbedCloud } from './probe.ts';

const TITLES: Readonly<Record<ProbedCloud, string>> = { embedded: 'the embedded cloud', localstack: 'LocalStack' };

/** docs/probes.md: what AWS documents and what the clouds answer, one table for each group of probes. */
export function probesPage(): string {
  const counts = PROBED_CLOUDS.map((cloud) => `${TITLES[cloud]} answers ${sameCount(cloud)} as AWS does`);
  return [
    '# Probes',
    '',
    'Small questions about what Fanout relies on, asked of the embedded cloud and of LocalStack 4.14.0 in the same way. The documentation of AWS says who is right: its answer links to the page, and where the page does not say it in so many words the answer says that it is inferred, and from what. A cloud that answers otherwise than this page says fails the tests, whether it got worse or better.',
    '',
    `Of ${allProbes.length} probes, ${counts.join(', and ')}; ${inferredCount} of AWS's answers are inferred. None was asked of an account.`,
    '',
    '```sh',
    'npm run test:probes                                      # the embedded cloud',
    'FANOUT_TARGET=localstack npm run test:probes             # LocalStack in a container of its own',
    'FANOUT_TARGET=http://localhost:4566 npm run test:probes  # LocalStack that runs',
    '```',
    '',
    'The probes are in [test/probes](../test/probes/all-probes.ts); this page is written by `node scripts/write-probe-docs.ts`.',
    ...probeGroups.flatMap(({ title, probes }) => ['', `## ${title}`, '', ...tableOf(probes)]),
    '',
  ].join('\n');
}

const inferredCount = allProbes.filter(({ aws }) => aws.inferred !== undefined).length;

const sameCount = (cloud: ProbedCloud): number =>
  allProbes.filter(({ differs }) => differs?.[cloud] === undefined).length;

function tableOf(probes: readonly Probe[]): readonly string[] {
  return [
    '| probe | question | AWS | embedded cloud | LocalStack |',
    '|---|---|---|---|---|',
    ...probes.map(
      (probe) =>
        `| ${probe.id} | ${probe.question} | ${documented(probe.aws)} | ${PROBED_CLOUDS.map((cloud) => cell(probe, cloud)).join(' | ')} |`,
    ),
  ];
}

const documented = ({ answer, page, inferred }: Documented): string =>
  `[${text(answer)}](${page})${inferred === undefined ? '' : `, inferred: ${inferred}`}`;

function cell({ differs }: Probe, cloud: ProbedCloud): string {
  const difference = differs?.[cloud];
  return difference === undefined ? 'same' : `**${text(difference.answer)}**: ${difference.reason}`;
}

/** An answer in words where it is one word, else as JSON. */
function text(answer: Answer): string {
  if (answer === true) return 'yes';
  if (answer === false) return 'no';
  if (answer === null) return 'nothing';
  if (Array.isArray(answer) && answer.length === 0) return 'none';
  return typeof answer === 'object' ? `\`${JSON.stringify(answer)}\`` : String(answer);
}
