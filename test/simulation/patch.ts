import type { LoadFnOutput } from 'node:module';

/** A piece of a source file, and what stands there instead. */
export interface Edit {
  /** It must be in the file exactly once, or the mutant fails to be planted. */
  readonly replace: string;
  readonly by: string;
}

/** A bug to plant. */
export interface Mutant {
  readonly name: string;
  /** What is wrong with it. */
  readonly about: string;
  /** Path from the root of the repository. */
  readonly file: string;
  readonly edits: readonly Edit[];
  /** Systems that can show it, the likeliest first. */
  readonly systems: readonly string[];
  /** The problem that gives it away. A history that fails for another reason has not caught it. */
  readonly shows: RegExp;
}

const root = new URL('../../', import.meta.url);

/**
 * A source text with the bug in it.
 *
 * @throws Error when the piece is not there exactly once: the source has changed, and the mutant must change with it.
 */
function plant({ name, file, edits }: Mutant, source: string): string {
  return edits.reduce((text, { replace, by }) => {
    const parts = text.split(replace);
    if (parts.length !== 2) {
      throw new Error(
        `mutant ${name} no longer applies: ${file} must hold exactly once, got ${parts.length - 1} times: ${JSON.stringify(replace)}`,
      );
    }
    return parts.join(by);
  }, source);
}

/** What is loaded, with the bug in it if it is the mutant's file. */
export function patched(url: string, loaded: LoadFnOutput, mutant: Mutant): LoadFnOutput {
  return url === new URL(mutant.file, root).href ? { ...loaded, source: plant(mutant, String(loaded.source)) } : loaded;
}
