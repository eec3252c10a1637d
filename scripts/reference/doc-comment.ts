import type { ApiComment, ApiTag } from './api-name.ts';

const FRAME = /^\/\*\*\s?|\s*\*\/$|^[ \t]*\*[ ]?/gm;
const TAG = /^@(\w+)/;

/** Takes a doc comment apart as it stands in the source, with `{@link}` as written. A tag's text ends at the next tag. */
export function parseDocComment(source: string): ApiComment {
  const [text = '', ...tags] = `\n${source.replaceAll(FRAME, '')}`.split(/\n(?=@\w)/);
  return { text: text.trim(), tags: tags.map(parseTag) };
}

function parseTag(tag: string): ApiTag {
  return { name: TAG.exec(tag)?.[1] ?? '', text: tag.replace(TAG, '').trim() };
}
