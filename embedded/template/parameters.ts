import type { Json } from '../json.ts';
import { templateError } from './resolution-scope.ts';
import type { ParameterDeclaration } from './template.ts';

/**
 * Values of a template's parameters: what was given, else the default.
 *
 * A parameter without either is only an error when something refers to it; a list parameter is split at its commas.
 *
 * @throws {EmbeddedCloudError} TEMPLATE_INVALID on lookup, naming the parameter and what to do.
 */
export function parameterLookup(
  declarations: Readonly<Record<string, ParameterDeclaration>>,
  given: Readonly<Record<string, string>>,
): (name: string) => Json | undefined {
  return (name) => {
    const declaration = declarations[name];
    if (!declaration) return undefined;
    const value = given[name] ?? (isStoredElsewhere(declaration) ? undefined : declaration.Default);
    if (value === undefined) {
      throw templateError(
        `parameter ${name} (${declaration.Type}) has no value here: pass it in \`parameters\` of startEmbeddedCloud`,
      );
    }
    return isList(declaration)
      ? String(value)
          .split(',')
          .map((part) => part.trim())
      : String(value);
  };
}

/** The default of an SSM parameter type is the name of an SSM parameter, and the embedded cloud has none. */
function isStoredElsewhere(declaration: ParameterDeclaration): boolean {
  return declaration.Type.startsWith('AWS::SSM::Parameter::');
}

function isList(declaration: ParameterDeclaration): boolean {
  return declaration.Type === 'CommaDelimitedList' || declaration.Type.startsWith('List<');
}
