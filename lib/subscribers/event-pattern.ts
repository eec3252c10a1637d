/** What a subscriber wants, as far as one entry of `events` says it. */
export interface WantedTypes {
  /** Declared types that match. */
  readonly types: readonly string[];
  /** What types that are declared later must begin with to match as well; empty text for all of them. */
  readonly prefix?: string;
}

const PATTERN = /^(?:[a-z0-9_-]+|\*|#)(?:\.(?:[a-z0-9_-]+|\*|#))*$/;

/** True for a type, or a pattern of words in which `*` is one word and `#` any number. */
export const isEventPattern = (text: string): boolean => PATTERN.test(text);

/** Which of the declared types a pattern matches, and whether it is left open for others. */
export function matchTypes(pattern: string, declared: readonly string[]): WantedTypes {
  const matcher = matcherOf(pattern);
  const types = declared.filter((type) => matcher.test(`.${type}`));
  const open = /^((?:[a-z0-9_-]+\.)*)#$/.exec(pattern);
  return { types, ...(open !== null && { prefix: open[1] ?? '' }) };
}

/** Each word with the dot before it, so that `#` can also be no word at all. */
function matcherOf(pattern: string): RegExp {
  const words = pattern.split('.').map((word) => {
    if (word === '#') return String.raw`(?:\.[^.]+)*`;
    return word === '*' ? String.raw`\.[^.]+` : String.raw`\.${word}`;
  });
  return new RegExp(`^${words.join('')}$`);
}
