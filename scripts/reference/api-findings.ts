import type { ApiName } from './api-name.ts';

/** Words up to a full stop that ends the comment, a line or a sentence. */
const SENTENCE = /\w\W*\.(\s|$)/;

/** Exported names whose doc comment has no sentence. */
export const undocumented = (names: readonly ApiName[]): readonly string[] =>
  names.filter(({ comment }) => !SENTENCE.test(comment.text)).map(({ name }) => name);

/** Optional members of `XProps` and `XOptions` whose doc comment does not say what happens without them. */
export const withoutDefault = (names: readonly ApiName[]): readonly string[] =>
  names
    .filter(({ kind, name }) => kind === 'interface' && /(Props|Options)$/.test(name))
    .flatMap(({ name, members }) =>
      members
        .filter(
          ({ optional, comment }) => optional && !comment.tags.some(({ name: tag, text }) => tag === 'default' && text),
        )
        .map((member) => `${name}.${member.name}`),
    );
