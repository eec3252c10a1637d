import { Duration, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { nearestNames } from '../nearest-names.ts';
import type { PropKind } from './prop-kinds.ts';
import { PropsError, type PropsProblem } from './props-error.ts';

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

/** A kind for each prop that there is: the compiler asks for those of props that are added. */
export type PropKinds<Props> = { readonly [Prop in keyof Props]-?: PropKind };

/** Which props they are that {@link PropsCheck.kinds} checks. */
export interface PropsPlace<Props> {
  /**
   * Without these nothing else can be checked.
   *
   * @default - none
   */
  readonly required?: readonly (keyof Props & string)[];
  /**
   * The prop that holds them, as messages say it.
   *
   * @default - none; they are the construct's own
   */
  readonly of?: string;
}

/**
 * Gathers what is wrong with the props of one construct, so that several mistakes are reported together.
 *
 * A constructor checks every prop, then calls {@link finish}, and only then defines resources. A check answers a value
 * that is good, so that settings derived from it can be checked as well: the value itself, or the bound that it passed.
 */
export class PropsCheck {
  readonly #scope: IConstruct;
  readonly #problems: PropsProblem[] = [];

  constructor(scope: IConstruct) {
    this.#scope = scope;
  }

  /** Notes a problem. `message` reads "`prop` must be `rule`, got `value`"; see {@link shown} for the value. */
  add(code: string, message: string): void {
    this.#problems.push({ code, message });
  }

  /**
   * Checks of what kind props are, and that there are no others, as misspelt ones are. Answers them without those that are
   * of a wrong kind, so that the rest can be checked.
   *
   * @throws PropsError with everything noted so far when the props are none, or a required one is wrong.
   */
  kinds<Props extends object>(props: Props, kinds: PropKinds<Props>, place: PropsPlace<Props> = {}): Props {
    const path = place.of === undefined ? '' : `${place.of}.`;
    if (typeof props !== 'object' || props === null) {
      this.add('PropsInvalid', `${place.of ?? 'props'} must be an object, got ${shown(props)}`);
      this.finish();
    }
    const known = Object.keys(kinds) as (keyof Props & string)[];
    for (const [prop, value] of Object.entries(props).filter(
      ([name, given]) => given !== undefined && !Object.hasOwn(kinds, name),
    )) {
      const [meant] = nearestNames(prop, known);
      const hint = meant === undefined ? `there are ${known.join(', ')}` : `did you mean ${meant}?`;
      this.add('PropUnknown', `${path}${prop} must be left out, got ${shown(value)}: there is no such prop; ${hint}`);
    }
    const { required = [] } = place;
    const wrong = known.filter((prop) => !isOfKind(props[prop], kinds[prop], required.includes(prop)));
    for (const prop of wrong) {
      this.add('PropInvalid', `${path}${prop} must be ${kinds[prop].what}, got ${shown(props[prop])}`);
    }
    if (wrong.some((prop) => required.includes(prop))) {
      this.finish();
    }
    return { ...props, ...Object.fromEntries(wrong.map((prop) => [prop, undefined])) };
  }

  /** Checks that a number is an integer within bounds. Tokens pass: they are known only at deployment. */
  integer(value: number, bounds: IntegerBounds): number {
    if (Token.isUnresolved(value) || isWithin(value, bounds)) {
      return value;
    }
    this.add(bounds.code, `${rule(bounds, '')}, got ${shown(value)}${reason(bounds)}`);
    return nearest(value, bounds);
  }

  /**
   * Checks that a duration is whole seconds within bounds, and answers them.
   *
   * A token is a problem: nothing can be derived from a value unknown at synthesis.
   */
  seconds(value: Duration, bounds: IntegerBounds): number {
    if (!(value instanceof Duration)) {
      this.add(bounds.code, `${bounds.prop} must be a Duration, got ${shown(value)}; write Duration.seconds(…)`);
      return bounds.min;
    }
    if (value.isUnresolved()) {
      this.add(
        bounds.code,
        `${rule(bounds, ' seconds')}, got a value unknown at synthesis; pass a literal, because other settings are derived from it`,
      );
      return bounds.min;
    }
    const seconds = value.toSeconds({ integral: false });
    if (isWithin(seconds, bounds)) {
      return seconds;
    }
    this.add(bounds.code, `${rule(bounds, ' seconds')}, got ${seconds}${reason(bounds)}`);
    return nearest(seconds, bounds);
  }

  /** Answers what `action` does, or `otherwise` when it throws a PropsError, whose problems are noted. */
  attempt<Result>(action: () => Result, otherwise: Result): Result {
    try {
      return action();
    } catch (error) {
      if (!(error instanceof PropsError)) {
        throw error;
      }
      this.#problems.push(...error.problems);
      return otherwise;
    }
  }

  /** @throws PropsError with everything that was noted, if anything was. */
  finish(): void {
    const [first, ...further] = this.#problems;
    if (first !== undefined) {
      throw new PropsError(first.code, first.message, this.#scope, further);
    }
  }
}

/** A prop's value as a message quotes it. */
export function shown(value: unknown): string {
  if (value instanceof Duration) {
    return value.isUnresolved() ? 'a value unknown at synthesis' : value.toHumanString();
  }
  if (Array.isArray(value)) {
    return `[${value.map(shown).join(',')}]`;
  }
  if (typeof value === 'object' && value !== null) {
    return `an object of class ${value.constructor?.name ?? 'none'}`;
  }
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}

const isOfKind = (value: unknown, kind: PropKind, required: boolean): boolean =>
  kind.is(value) || (value === undefined && !required);

const isWithin = (value: number, { min, max }: IntegerBounds): boolean =>
  Number.isInteger(value) && value >= min && value <= max;

const nearest = (value: number, { min, max }: IntegerBounds): number =>
  Number.isFinite(value) ? Math.min(Math.max(Math.round(value), min), max) : min;

const rule = ({ prop, min, max }: IntegerBounds, unit: string): string =>
  `${prop} must be an integer of ${min} to ${max}${unit}`;

const reason = ({ because }: IntegerBounds): string => (because === undefined ? '' : `: ${because}`);
