/** Where statements begin: the word in a comment or a text is none. */
const EXPORT = /(?:^|[;}\n])\s*(?=export\b)/g;
/** `export { a, b as c }`, as bundlers write it. */
const LIST = /^export\s*\{([\w\s,$]*)\}/;
const DECLARATION = /^export\s+(?:(?:async\s+)?function\s*\*?|class|const|let|var)\s+([\w$]+)/;

/**
 * Whether an ES module surely exports nothing of that name, by its text. It is not sure of CommonJS, `export *`, default
 * exports and whatever else it cannot read.
 *
 * Loading the module would tell for all of them, but takes as long as starting the function.
 */
export function lacksExport(source: string, name: string): boolean {
  const exported = [...source.matchAll(EXPORT)].map(({ 0: before, index }) =>
    namesAt(source.slice(index + before.length)),
  );
  if (exported.length === 0 || exported.includes(undefined)) return false;
  const names = exported.flatMap((some) => some ?? []);
  // A handler may be in what is exported by default, and after a comma in a declaration.
  return ![name, 'default'].some((one) => names.includes(one)) && !declaresLater(source, name);
}

function namesAt(text: string): readonly string[] | undefined {
  const list = LIST.exec(text)?.[1];
  if (list !== undefined) {
    return list.split(',').map(
      (entry) =>
        entry
          .trim()
          .split(/\s+as\s+/)
          .at(-1) ?? '',
    );
  }
  const declared = DECLARATION.exec(text)?.[1];
  return declared === undefined ? undefined : [declared];
}

const declaresLater = (source: string, name: string): boolean =>
  source.split(',').some((part) => part.trimStart().startsWith(name));
