import type { JsonObject } from '../json.ts';
import { ServiceError } from '../service-call.ts';

/** The error that Lambda answers for a parameter it does not take. */
export function invalidParameter(message: string): ServiceError {
  return new ServiceError('InvalidParameterValueException', message, 400);
}

/**
 * Reads whole numbers, flags and texts of a template or request; CloudFormation also writes numbers and flags as texts.
 *
 * Every method throws `InvalidParameterValueException` naming the parameter, the value and what is allowed.
 */
export class Parameters {
  readonly #values: JsonObject;

  constructor(values: JsonObject) {
    this.#values = values;
  }

  has(name: string): boolean {
    return this.#values[name] !== undefined;
  }

  text(name: string): string {
    const value = this.#values[name];
    if (typeof value === 'string' && value !== '') return value;
    throw invalidParameter(`${name} must be a text that is not empty, got ${JSON.stringify(value)}`);
  }

  number<Default>(name: string, minimum: number, maximum: number, byDefault: Default): number | Default {
    const value = this.#values[name];
    if (value === undefined) return byDefault;
    const number = typeof value === 'string' ? Number(value) : value;
    if (Number.isInteger(number) && Number(number) >= minimum && Number(number) <= maximum) return Number(number);
    throw invalidParameter(
      `${name} must be a whole number from ${minimum} to ${maximum}, got ${JSON.stringify(value)}`,
    );
  }

  flag(name: string, byDefault: boolean): boolean {
    const value = this.#values[name];
    if (value === undefined) return byDefault;
    if (value === true || value === 'true') return true;
    if (value === false || value === 'false') return false;
    throw invalidParameter(`${name} must be true or false, got ${JSON.stringify(value)}`);
  }

  /** The structure below `name`; empty when there is none. */
  structure(name: string): Parameters {
    const value = this.#values[name] ?? {};
    if (typeof value === 'object' && !Array.isArray(value)) return new Parameters(value as JsonObject);
    throw invalidParameter(`${name} must be a structure, got ${JSON.stringify(value)}`);
  }

  list(name: string): readonly unknown[] {
    const value = this.#values[name] ?? [];
    if (Array.isArray(value)) return value;
    throw invalidParameter(`${name} must be a list, got ${JSON.stringify(value)}`);
  }
}
