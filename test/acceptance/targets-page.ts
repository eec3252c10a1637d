import {
  awsCapabilities,
  type Capability,
  embeddedCapabilities,
  localStackCapabilities,
} from '../../testing/targets/capability.ts';
import { breaksTable } from '../breaks/breaks-table.ts';
import { allProbes } from '../probes/all-probes.ts';
import { type SuiteCase, suiteCases } from './cases.ts';
import { type Difference, differences } from './differences.ts';

/** A page of which a part is generated, and the lines that this part stands between. */
export interface GeneratedPart {
  readonly page: string;
  readonly markers: readonly [begin: string, end: string];
  readonly text: string;
}

/** What is generated of the pages about targets and about the suite. */
export const generatedParts = (): readonly GeneratedPart[] => [
  { page: 'targets.md', markers: markersOf('capabilities'), text: capabilityTable() },
  { page: 'suite.md', markers: markersOf('cases'), text: suiteTables() },
];

const markersOf = (name: string): GeneratedPart['markers'] => [`<!-- ${name}: begin -->`, `<!-- ${name}: end -->`];

const targets: readonly { readonly title: string; readonly capabilities: ReadonlySet<Capability> }[] = [
  { title: 'embedded cloud', capabilities: embeddedCapabilities },
  { title: 'LocalStack 4.14', capabilities: localStackCapabilities },
  { title: 'AWS', capabilities: awsCapabilities },
];

/** What each capability is, in the order of the table. */
const MEANINGS: Readonly<Record<Capability, string>> = {
  'mapping-pause': 'an event source mapping can be disabled and enabled',
  throttling: 'a reserved concurrency of 0 throttles a function',
  'exact-bodies': "a mapping hands a message's body to the function byte for byte",
  'log-groups': 'functions write to the log groups that they are given; elsewhere to `/aws/lambda/` and their name',
  'platform-lines': 'log lines of Lambda itself tell how an invocation ended',
  schedules: 'schedules fire',
  'fault-injection': 'chosen calls of functions can be made to fail or to end the function',
  updates: 'deploying a stack again changes it in place and keeps what it holds',
  'stack-outputs': "one stack reads another's outputs (`Fn::GetStackOutput`)",
  'policy-enforcement': 'policies are applied to calls',
};

const heading = targets.map(({ title }) => title);

/** What each target can do beyond running a stack. */
function capabilityTable(): string {
  return table(
    ['capability', 'what it is', ...heading],
    Object.entries(MEANINGS).map(([capability, meaning]) => [
      `\`${capability}\``,
      meaning,
      ...targets.map(({ capabilities }) => (capabilities.has(capability as Capability) ? 'yes' : 'no')),
    ]),
  ).join('\n');
}

/** Cases, differences and deliberate breaks, each by target. */
function suiteTables(): string {
  return [
    '## Cases',
    '',
    'Each was run on the embedded cloud and on LocalStack. The column of AWS is derived from what AWS can do, by its documentation: the suite has not been run on an account.',
    '',
    ...table(
      ['case', ...heading],
      suiteCases().map((one) => [
        `[${one.title}](../test/acceptance/${one.file})`,
        ...targets.map(({ capabilities }) => verdict(one, capabilities)),
      ]),
    ),
    '',
    '## Where a case differs',
    '',
    ...table(
      ['case', 'needs', 'a target without it', 'what is checked there instead'],
      all.map(({ cases, needs, reason, instead }) => [cases.join('; '), `\`${needs}\``, reason, instead]),
    ),
    '',
    '## Deliberate breaks',
    '',
    'Mistakes put into the template or a bundle of the example, and what the suite makes of each. `npm run test:breaks` tries them on the embedded cloud, and with `FANOUT_TARGET=localstack` on LocalStack. Red means that the case fails and says what the break makes of it; with nothing broken each of these cases is green. AWS has no column, because nothing was broken on an account: it enforces policies, so that it would notice `queue-policy-dropped` by every message that Inventory does not get.',
    '',
    ...breaksTable(),
    '',
    '## Known differences from AWS',
    '',
    `${allProbes.length} probes ask the embedded cloud and LocalStack what AWS documents: [probes.md](probes.md) has all answers. \`test:localstack\` runs them after the suite.`,
  ].join('\n');
}

const all: readonly Difference[] = Object.values(differences);

function verdict({ title }: SuiteCase, capabilities: ReadonlySet<Capability>): string {
  const lacking = all.filter(({ cases, needs }) => cases.includes(title) && !capabilities.has(needs));
  if (lacking.some(({ leavesOut }) => leavesOut === 'case')) {
    return 'no';
  }
  return lacking.length > 0 ? 'in part' : 'yes';
}

const table = (heading: readonly string[], rows: readonly (readonly string[])[]): readonly string[] =>
  [heading, heading.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
