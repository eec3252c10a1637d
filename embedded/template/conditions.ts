import { isJsonObject, type Json, type JsonObject } from '../json.ts';
import { list, text } from './intrinsics.ts';
import { type ResolutionScope, templateError } from './resolution-scope.ts';
import { resolve } from './resolve.ts';

/**
 * Evaluates a template's `Conditions`, each once and on demand.
 *
 * @throws {EmbeddedCloudError} TEMPLATE_INVALID for an unknown condition or one that depends on itself.
 */
export function conditionLookup(declarations: JsonObject, scope: () => ResolutionScope): (name: string) => boolean {
  const known = new Map<string, boolean | 'evaluating'>();
  return function lookup(name: string): boolean {
    const before = known.get(name);
    if (before === 'evaluating') throw templateError(`condition ${name} depends on itself`);
    if (before !== undefined) return before;
    const declaration = declarations[name];
    if (declaration === undefined) throw templateError(`there is no condition ${name}`);
    known.set(name, 'evaluating');
    const value = evaluate(declaration, scope());
    known.set(name, value);
    return value;
  };
}

function evaluate(condition: Json, scope: ResolutionScope): boolean {
  if (typeof condition === 'boolean') return condition;
  const [name, argument] = isJsonObject(condition) ? (Object.entries(condition)[0] ?? []) : [];
  switch (name) {
    case 'Fn::Equals': {
      const [left, right] = list(name, argument, 2).map((side) => JSON.stringify(resolve(side, scope)));
      return left === right;
    }
    case 'Fn::And':
      return list(name, argument).every((nested) => evaluate(nested, scope));
    case 'Fn::Or':
      return list(name, argument).some((nested) => evaluate(nested, scope));
    case 'Fn::Not':
      return !evaluate(list(name, argument, 1)[0] as Json, scope);
    case 'Condition':
      return scope.condition(text(name, argument));
    default:
      throw templateError(`${name ?? JSON.stringify(condition)} is not a condition that the embedded cloud knows`);
  }
}
