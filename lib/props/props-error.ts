import type { IConstruct } from 'constructs';

/** One prop that breaks a rule. */
export interface PropsProblem {
  /** PascalCase, stable and never reworded. */
  readonly code: string;
  /** "`prop` must be `rule`, got `value`", and what to do where that is not plain. */
  readonly message: string;
}

/**
 * Props break rules. Thrown in constructors at synthesis, before the construct has defined anything.
 *
 * The message has a line for each problem: "`prop` must be `rule`, got `value`", followed by the code and the construct
 * path.
 */
export class PropsError extends Error {
  /** Code of the first problem. */
  readonly code: string;
  /** Read by a getter: Node.js prints public fields after the message, which says all of it already. */
  readonly #problems: readonly PropsProblem[];

  constructor(code: string, message: string, scope: IConstruct, further: readonly PropsProblem[] = []) {
    const problems = [{ code, message }, ...further];
    super(problems.map((problem) => `${problem.message} [${problem.code}] (at ${scope.node.path})`).join('\n'));
    this.name = 'PropsError';
    this.code = code;
    this.#problems = problems;
  }

  /** All that is wrong, at least one. */
  get problems(): readonly PropsProblem[] {
    return this.#problems;
  }
}
