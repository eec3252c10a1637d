import { type ApiComment, type ApiMember, type ApiName, apiKinds } from './api-name.ts';
import type { EntryPoint } from './entry-points.ts';

const headings: Readonly<Record<ApiName['kind'], string>> = {
  class: 'Classes',
  interface: 'Interfaces',
  function: 'Functions',
  type: 'Types',
  constant: 'Constants',
};

/** Names that have a section on the page, and the anchors of these. */
type Anchors = ReadonlyMap<string, string>;

/** The page of one entry point: contents, then every name with its declaration, its comment and its members. */
export function referencePage(entry: EntryPoint, names: readonly ApiName[]): string {
  const groups = apiKinds
    .map((kind) => ({ heading: headings[kind], ofKind: names.filter((one) => one.kind === kind) }))
    .filter(({ ofKind }) => ofKind.length > 0);
  const anchors = anchorsOf(groups.flatMap(({ heading, ofKind }) => [heading, ...ofKind.map(({ name }) => name)]));
  const contents = groups.map(
    ({ heading, ofKind }) => `**${heading}**: ${ofKind.map(({ name }) => linkTo(name, anchors)).join(', ')}`,
  );
  const sections = groups.flatMap(({ heading, ofKind }) => [
    `## ${heading}`,
    ...ofKind.flatMap((one) => section(one, anchors)),
  ]);
  const origin = `Written by \`node scripts/write-api-reference.ts\` from the doc comments of what \`${entry.specifier}\` exports.`;
  return `${[`# ${entry.specifier}`, `${entry.purpose} ${origin}`, ...contents, ...sections].join('\n\n')}\n`;
}

/** As GitHub makes them: in lower case, and numbered when a heading above has the same. */
function anchorsOf(headingsInOrder: readonly string[]): Anchors {
  const seen = new Map<string, number>();
  return new Map(
    headingsInOrder.map((heading) => {
      const anchor = heading.toLowerCase();
      const before = seen.get(anchor) ?? 0;
      seen.set(anchor, before + 1);
      return [heading, before === 0 ? anchor : `${anchor}-${before}`];
    }),
  );
}

const linkTo = (name: string, anchors: Anchors): string => `[${name}](#${anchors.get(name)})`;

function section({ name, signatures, comment, members }: ApiName, anchors: Anchors): readonly string[] {
  const list = members.map((member) => memberLines(member, anchors)).join('\n');
  return [
    `### ${name}`,
    `\`\`\`ts\n${signatures.join('\n')}\n\`\`\``,
    ...paragraphs(comment, anchors),
    ...(list === '' ? [] : [list]),
  ];
}

/** One item of a list; what the comment says is indented below the declaration. */
function memberLines({ signatures, comment }: ApiMember, anchors: Anchors): string {
  const [first, ...others] = [...signatures.map(inlineCode), ...paragraphs(comment, anchors)];
  return [`- ${first}`, ...others.map((text) => text.replaceAll(/^(?=.)/gm, '  '))].join('\n\n');
}

const COMMENT = /\/\*\*.*?\*\//gs;

function inlineCode(signature: string): string {
  const line = signature.replaceAll(COMMENT, '').replaceAll(/\s+/g, ' ').replace(/;$/, '');
  const fence = line.includes('`') ? '``' : '`';
  return `${fence}${line}${fence}`;
}

function paragraphs({ text, tags }: ApiComment, anchors: Anchors): readonly string[] {
  const sentences = [text, ...tags.map(({ name, text: said }) => tagSentence(name, said))];
  return sentences.filter((sentence) => sentence !== '').map((sentence) => withLinks(sentence, anchors));
}

function tagSentence(tag: string, text: string): string {
  switch (tag) {
    case 'default':
      return text.startsWith('- ') ? `Default: ${text.slice(2)}` : `Default: \`${text}\``;
    case 'param':
      return text.replace(/^(\w+)\s+(?:-\s*)?/, 'Parameter `$1`: ');
    case 'returns':
      return `Returns ${text}`;
    case 'throws':
      // Some name the class in braces, as JSDoc does.
      return `Throws ${text.replaceAll(/\{(\w+)\}/g, '$1')}`;
    default:
      throw new Error(`doc comments of exported names may have @default, @param, @returns and @throws, got @${tag}`);
  }
}

/** `{@link X}` as a link to the section of X where the page has one, as `X` otherwise. */
const withLinks = (text: string, anchors: Anchors): string =>
  text.replaceAll(/\{@link ([^}]+)\}/g, (_, name: string) =>
    anchors.has(name) ? linkTo(name, anchors) : `\`${name}\``,
  );
