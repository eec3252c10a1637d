import { isJsonObject, type Json, type JsonObject } from '../json.ts';
import { INTRINSICS } from './intrinsics.ts';
import { NO_VALUE, type ResolutionScope, templateError } from './resolution-scope.ts';

/** A resolved value, or nothing at all. */
export type Resolved = Json | typeof NO_VALUE;

/**
 * Replaces the intrinsic functions in a template value by what they stand for.
 *
 * Only the taken branch of `Fn::If` is looked at. Properties and list entries that are `AWS::NoValue` disappear.
 *
 * @throws {EmbeddedCloudError} TEMPLATE_INVALID for an unknown function, a wrong argument or a failed lookup.
 */
export function resolve(value: Json | undefined, scope: ResolutionScope): Resolved {
  if (value === undefined) return NO_VALUE;
  if (Array.isArray(value)) return value.map((entry) => resolve(entry, scope)).filter((entry) => entry !== NO_VALUE);
  if (typeof value === 'string') return withoutDynamicReference(value);
  if (!isJsonObject(value)) return value;
  const name = intrinsicName(value);
  if (name === undefined) return resolveObject(value, scope);
  const intrinsic = INTRINSICS[name];
  if (!intrinsic) throw templateError(`${name} is not supported by the embedded cloud`);
  return intrinsic(value[name] as Json, scope, (nested) => resolve(nested, scope));
}

function withoutDynamicReference(value: string): string {
  if (!value.includes('{{resolve:')) return value;
  throw templateError(`dynamic reference ${value}: there is no parameter store or secret here`);
}

/** Resolves the values of an object; the object itself is never taken for an intrinsic function. */
export function resolveObject(value: JsonObject, scope: ResolutionScope): JsonObject {
  const result: Record<string, Json> = {};
  for (const [key, nested] of Object.entries(value)) {
    const resolved = resolve(nested, scope);
    if (resolved !== NO_VALUE) result[key] = resolved;
  }
  return result;
}

/** Name of the intrinsic function that an object is a call of: its only key is `Ref`, `Condition` or `Fn::...`. */
export function intrinsicName(value: JsonObject): string | undefined {
  const keys = Object.keys(value);
  const [key] = keys;
  if (keys.length !== 1 || key === undefined) return undefined;
  return key === 'Ref' || key.startsWith('Fn::') ? key : undefined;
}
