import { type Condition, OPERATORS, parseCondition } from './condition.ts';
import { invalidPolicy, isObject, type Json, type JsonObject } from './filter-policy.ts';

/** A policy or a part of it: all of its keys and all of its `$or` must hold. */
export interface PolicyNode {
  readonly leaves: readonly { readonly key: string; readonly conditions: readonly Condition[] }[];
  /** Objects inside, as policies for the body have them. */
  readonly nested: readonly { readonly key: string; readonly node: PolicyNode }[];
  /** For each `$or` its alternatives. */
  readonly alternatives: readonly (readonly PolicyNode[])[];
}

/**
 * Reads a policy.
 * https://docs.aws.amazon.com/sns/latest/dg/and-or-logic.html
 *
 * @throws ServiceError `InvalidParameter`.
 */
export function parsePolicy(policy: JsonObject): PolicyNode {
  const leaves: { key: string; conditions: readonly Condition[] }[] = [];
  const nested: { key: string; node: PolicyNode }[] = [];
  const alternatives: PolicyNode[][] = [];
  for (const [key, value] of Object.entries(policy)) {
    if (key === '$or' && isAlternatives(value)) {
      alternatives.push(value.map(parsePolicy));
    } else if (isObject(value)) {
      if (Object.keys(value).length === 0) throw invalidPolicy(`'${key}' must not be an empty object`);
      nested.push({ key, node: parsePolicy(value) });
    } else if (Array.isArray(value)) {
      leaves.push({ key, conditions: parseConditions(key, value) });
    } else {
      throw invalidPolicy(`'${key}' must be an object or a list, got ${JSON.stringify(value)}`);
    }
  }
  return { leaves, nested, alternatives };
}

function parseConditions(key: string, values: readonly Json[]): readonly Condition[] {
  if (values.length === 0) throw invalidPolicy(`'${key}' must not be an empty list`);
  return values.map((value) => parseCondition(key, value));
}

/** Anything else under `$or` is a key like any other. */
const isAlternatives = (value: Json): value is readonly JsonObject[] =>
  Array.isArray(value) &&
  value.length >= 2 &&
  value.every((member) => isObject(member) && !Object.keys(member).some((name) => OPERATORS.has(name)));
