import { recordOf } from './property-values.ts';
import { joinText } from './reference.ts';

const PLACEHOLDER = /\$\{([^!}][^}]*)\}/;

/**
 * What `Fn::Sub` says in `Ref`, `Fn::GetAtt` and `Fn::Join`, so that a text is read alike however it was put together.
 *
 * @returns undefined when its text is put together itself.
 */
export function substituted(substitution: unknown): unknown {
  const [text, variables] = Array.isArray(substitution) ? substitution : [substitution];
  if (typeof text !== 'string') {
    return undefined;
  }
  // Every second part is the name in a placeholder.
  const parts = text
    .split(PLACEHOLDER)
    .map((part, index) => (index % 2 === 0 ? part.replaceAll('${!', '${') : meantBy(part.trim(), recordOf(variables))));
  return joinText(parts);
}

function meantBy(name: string, variables: Readonly<Record<string, unknown>>): unknown {
  if (Object.hasOwn(variables, name)) {
    return variables[name];
  }
  const dot = name.indexOf('.');
  return dot < 0 ? { Ref: name } : { 'Fn::GetAtt': [name.slice(0, dot), name.slice(dot + 1)] };
}
