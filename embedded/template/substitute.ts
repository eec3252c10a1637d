import { isJsonObject, type Json } from '../json.ts';
import { list, text } from './intrinsics.ts';
import type { NO_VALUE, ResolutionScope } from './resolution-scope.ts';

/** `${Name}`, `${Name.Attribute}` and the literal `${!Name}`. */
const PLACEHOLDER = /\$\{(!?)([^}]+)\}/g;

/** `Fn::Sub` in both of its forms: text alone, or text and a map of variables. */
export function substitute(
  argument: Json,
  scope: ResolutionScope,
  resolve: (value: Json) => Json | typeof NO_VALUE,
): string {
  const [template, variables] = parts(argument);
  return template.replace(PLACEHOLDER, (_all, literal: string, name: string) => {
    if (literal) return `\${${name}}`;
    const variable = variables[name];
    if (variable !== undefined) return text('Fn::Sub', resolve(variable));
    const dot = name.indexOf('.');
    if (dot < 0) return text('Fn::Sub', scope.ref(name));
    return text('Fn::Sub', scope.attribute(name.slice(0, dot), name.slice(dot + 1)));
  });
}

/** Logical ids that the text of an `Fn::Sub` refers to, pseudo parameters and parameters included. */
export function namesInSubstitution(argument: Json): { readonly names: string[]; readonly variables: Json[] } {
  const [template, variables] = parts(argument);
  const names: string[] = [];
  for (const [, literal, name] of template.matchAll(PLACEHOLDER)) {
    if (!literal && name !== undefined && !(name in variables)) names.push(name.split('.', 1)[0] ?? name);
  }
  return { names, variables: Object.values(variables) };
}

function parts(argument: Json): readonly [string, Record<string, Json>] {
  if (typeof argument === 'string') return [argument, {}];
  const [template, variables] = list('Fn::Sub', argument, 2);
  return [text('Fn::Sub', template), isJsonObject(variables) ? (variables as Record<string, Json>) : {}];
}
