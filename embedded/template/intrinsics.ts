import { REGION } from '../account.ts';
import { isJsonObject, type Json } from '../json.ts';
import { NO_VALUE, type ResolutionScope, templateError } from './resolution-scope.ts';
import { substitute } from './substitute.ts';

type Resolve = (value: Json) => Json | typeof NO_VALUE;
type Intrinsic = (argument: Json, scope: ResolutionScope, resolve: Resolve) => Json | typeof NO_VALUE;

/** The intrinsic functions that the embedded cloud knows, by name; conditions have their own (conditions.ts). */
export const INTRINSICS: Readonly<Record<string, Intrinsic>> = {
  Ref: (argument, scope) => scope.ref(text('Ref', argument)),

  'Fn::GetAtt': (argument, scope, resolve) => {
    const [logicalId, attribute] = attributeReference(argument);
    return scope.attribute(logicalId, text('Fn::GetAtt', resolve(attribute)));
  },

  'Fn::Sub': (argument, scope, resolve) => substitute(argument, scope, resolve),

  'Fn::Join': (argument, _scope, resolve) => {
    const [delimiter, parts] = list('Fn::Join', argument, 2);
    return list('Fn::Join', resolve(parts as Json))
      .map((part) => text('Fn::Join', part))
      .join(text('Fn::Join', delimiter));
  },

  'Fn::Select': (argument, _scope, resolve) => {
    const [index, values] = list('Fn::Select', argument, 2);
    const from = list('Fn::Select', resolve(values as Json));
    const at = Number(resolve(index as Json));
    const selected = from[at];
    if (selected === undefined) throw templateError(`Fn::Select index ${at} is outside of a list of ${from.length}`);
    return selected;
  },

  'Fn::Split': (argument, _scope, resolve) => {
    const [delimiter, source] = list('Fn::Split', argument, 2);
    return text('Fn::Split', resolve(source as Json)).split(text('Fn::Split', delimiter));
  },

  'Fn::If': (argument, scope, resolve) => {
    const [condition, whenTrue, whenFalse] = list('Fn::If', argument, 3);
    return resolve((scope.condition(text('Fn::If', condition)) ? whenTrue : whenFalse) as Json);
  },

  'Fn::FindInMap': (argument, scope, resolve) => {
    const [map, top, second] = list('Fn::FindInMap', argument, 3).map((part) => text('Fn::FindInMap', resolve(part)));
    const row = scope.mappings[map ?? ''];
    const entry = isJsonObject(row) ? row[top ?? ''] : undefined;
    const found = isJsonObject(entry) ? entry[second ?? ''] : undefined;
    if (found === undefined) throw templateError(`Fn::FindInMap finds nothing under ${map}.${top}.${second}`);
    return found;
  },

  'Fn::Base64': (argument, _scope, resolve) => Buffer.from(text('Fn::Base64', resolve(argument))).toString('base64'),

  'Fn::GetAZs': () => ['a', 'b', 'c'].map((zone) => `${REGION}${zone}`),

  'Fn::ImportValue': (argument, scope, resolve) => scope.importedValue(text('Fn::ImportValue', resolve(argument))),

  // CDK's weak cross-stack reference.
  'Fn::GetStackOutput': (argument, scope, resolve) => {
    const resolved = resolve(argument);
    if (!isJsonObject(resolved)) throw templateError('Fn::GetStackOutput must have StackName and OutputName');
    return scope.stackOutput(
      text('Fn::GetStackOutput', resolved['StackName']),
      text('Fn::GetStackOutput', resolved['OutputName']),
    );
  },
};

/** Logical id and attribute of an `Fn::GetAtt` argument, in its list form or its dotted form. */
export function attributeReference(argument: Json): readonly [string, Json] {
  if (typeof argument === 'string') {
    const dot = argument.indexOf('.');
    if (dot > 0) return [argument.slice(0, dot), argument.slice(dot + 1)];
  }
  const [logicalId, attribute] = list('Fn::GetAtt', argument, 2);
  return [text('Fn::GetAtt', logicalId), attribute as Json];
}

/** The list that a function's argument must be. */
export function list(name: string, value: unknown, length?: number): readonly Json[] {
  if (Array.isArray(value) && (length === undefined || value.length === length)) return value;
  const expected = length === undefined ? 'a list' : `a list of ${length}`;
  throw templateError(`${name} needs ${expected}, got ${JSON.stringify(value)}`);
}

/** The text that a function's argument must be; numbers and booleans become text, as in CloudFormation. */
export function text(name: string, value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const got = value === NO_VALUE ? 'AWS::NoValue' : JSON.stringify(value);
  throw templateError(`${name} needs text, got ${got}`);
}
