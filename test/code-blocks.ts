/** A fenced code block of a Markdown page. */
export interface CodeBlock {
  readonly language: string;
  /** Path in the block's first line, `// functions/join.ts`, when it has one. */
  readonly path?: string;
  readonly text: string;
}

const FENCED = /^```(\w+)\n([\s\S]*?)^```$/gm;
const PATH_LINE = /^\/\/ ([\w./-]+\.\w+)\n/;

/**
 * Code blocks of the section under `heading`, in order, up to the next heading of the same or a higher level.
 *
 * @throws Error when the page has no such heading.
 */
export function codeBlocks(markdown: string, heading: string): readonly CodeBlock[] {
  const start = markdown.indexOf(`${heading}\n`);
  if (start === -1) {
    throw new Error(`the page has no heading ${JSON.stringify(heading)}`);
  }
  const section = markdown.slice(start + heading.length);
  const level = heading.indexOf(' ');
  const end = section.search(new RegExp(`^#{1,${level}} `, 'm'));
  return [...section.slice(0, end === -1 ? undefined : end).matchAll(FENCED)].map(([, language = '', text = '']) => {
    const path = PATH_LINE.exec(text)?.[1];
    return { language, text, ...(path !== undefined && { path }) };
  });
}
