import { type Duration, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { PropsError } from './props-error.ts';

/** A rule for one number: an integer from `min` to `max`. */
export interface IntegerBounds {
  readonly code: string;
  readonly prop: string;
  readonly min: number;
  readonly max: number;
  /**
   * Why the bound is there, appended to the message.
   *
   * @default - nothing is appended
   */
  readonly because?: string;
}

/**
 * Checks a number. Tokens pass: they are known only at deployment.
 *
 * @throws PropsError with the bounds' code.
 */
export function checkInteger(scope: IConstruct, value: number, bounds: IntegerBounds): number {
  if (!Token.isUnresolved(value) && !isWithin(value, bounds)) {
    throw new PropsError(bounds.code, `${rule(bounds, '')}, got ${value}${reason(bounds)}`, scope);
  }
  return value;
}

/**
 * Checks a duration that other settings are derived from, and answers its seconds.
 *
 * @throws PropsError with the bounds' code, also for a token: nothing can be derived from a value unknown at synthesis.
 */
export function checkSeconds(scope: IConstruct, value: Duration, bounds: IntegerBounds): number {
  if (value.isUnresolved()) {
    throw new PropsError(
      bounds.code,
      `${rule(bounds, ' seconds')}, got a value unknown at synthesis; pass a literal, because other settings are derived from it`,
      scope,
    );
  }
  const seconds = value.toSeconds({ integral: false });
  if (!isWithin(seconds, bounds)) {
    throw new PropsError(bounds.code, `${rule(bounds, ' seconds')}, got ${seconds}${reason(bounds)}`, scope);
  }
  return seconds;
}

const isWithin = (value: number, { min, max }: IntegerBounds): boolean =>
  Number.isInteger(value) && value >= min && value <= max;

const rule = ({ prop, min, max }: IntegerBounds, unit: string): string =>
  `${prop} must be an integer of ${min} to ${max}${unit}`;

const reason = ({ because }: IntegerBounds): string => (because === undefined ? '' : `: ${because}`);
