import type { IConstruct } from 'constructs';

/**
 * A prop breaks a rule. Thrown in constructors at synthesis, never caught by Fanout.
 *
 * The message reads "`prop` must be `rule`, got `value`", followed by the code and the construct path.
 */
export class PropsError extends Error {
  /** PascalCase, stable and never reworded. */
  readonly code: string;

  constructor(code: string, message: string, scope: IConstruct) {
    super(`${message} [${code}] (at ${scope.node.path})`);
    this.name = 'PropsError';
    this.code = code;
  }
}
