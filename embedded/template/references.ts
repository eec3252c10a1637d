import { isJsonObject, type Json } from '../json.ts';
import { attributeReference, list, text } from './intrinsics.ts';
import { intrinsicName } from './resolve.ts';
import { namesInSubstitution } from './substitute.ts';

/**
 * Names that a template value refers to by `Ref`, `Fn::GetAtt` or `Fn::Sub`: resources, but also parameters.
 *
 * Of `Fn::If` only the branch that `condition` takes counts, as in CloudFormation.
 */
export function referencesIn(value: Json | undefined, condition: (name: string) => boolean): Set<string> {
  const found = new Set<string>();
  collect(value, condition, found);
  return found;
}

function collect(value: Json | undefined, condition: (name: string) => boolean, found: Set<string>): void {
  if (Array.isArray(value)) {
    for (const entry of value) collect(entry, condition, found);
    return;
  }
  if (!isJsonObject(value)) return;
  const name = intrinsicName(value);
  const argument = name === undefined ? undefined : (value[name] as Json);
  if (name === 'Ref') {
    found.add(text(name, argument));
  } else if (name === 'Fn::GetAtt') {
    const [logicalId, attribute] = attributeReference(argument as Json);
    found.add(logicalId);
    collect(attribute, condition, found);
  } else if (name === 'Fn::Sub') {
    const { names, variables } = namesInSubstitution(argument as Json);
    for (const reference of names) found.add(reference);
    collect(variables, condition, found);
  } else if (name === 'Fn::If') {
    const [test, whenTrue, whenFalse] = list(name, argument, 3);
    collect(condition(text(name, test)) ? whenTrue : whenFalse, condition, found);
  } else {
    for (const nested of Object.values(value)) collect(nested, condition, found);
  }
}
