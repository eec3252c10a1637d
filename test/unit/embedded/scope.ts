import type { Json, JsonObject } from '../../../embedded/json.ts';
import { conditionLookup } from '../../../embedded/template/conditions.ts';
import { NO_VALUE, type ResolutionScope, templateError } from '../../../embedded/template/resolution-scope.ts';

/** What a test's template may look up. */
export interface ScopeContent {
  readonly refs?: Readonly<Record<string, Json>>;
  readonly attributes?: Readonly<Record<string, Json>>;
  readonly conditions?: JsonObject;
  readonly mappings?: JsonObject;
}

/** A scope with exactly this content, and `AWS::NoValue`. */
export function scopeOf(content: ScopeContent): ResolutionScope {
  const scope: ResolutionScope = {
    mappings: content.mappings ?? {},
    condition: (name) => condition(name),
    ref: (name) => {
      if (name === 'AWS::NoValue') return NO_VALUE;
      return known(content.refs?.[name], name);
    },
    attribute: (logicalId, attribute) => known(content.attributes?.[`${logicalId}.${attribute}`], logicalId),
    importedValue: (name) => `imported ${name}`,
    stackOutput: (stack, output) => `${output} of ${stack}`,
  };
  const condition = conditionLookup(content.conditions ?? {}, () => scope);
  return scope;
}

function known(value: Json | undefined, name: string): Json {
  if (value === undefined) throw templateError(`nothing is called ${name}`);
  return value;
}
