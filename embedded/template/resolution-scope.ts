import { EmbeddedCloudError } from '../embedded-cloud-error.ts';
import type { Json, JsonObject } from '../json.ts';

/** What the intrinsic functions of one stack's template may look up. Every lookup throws when there is no such thing. */
export interface ResolutionScope {
  /** Value of a parameter, pseudo parameter or resource (`Ref`). */
  ref(name: string): Json | typeof NO_VALUE;
  /** `Fn::GetAtt`; `attribute` may hold dots. */
  attribute(logicalId: string, attribute: string): Json;
  condition(name: string): boolean;
  readonly mappings: JsonObject;
  /** `Fn::ImportValue`: a value that a stack deployed before exports. */
  importedValue(name: string): Json;
  /** `Fn::GetStackOutput`: an output of a stack deployed before. */
  stackOutput(stack: string, output: string): Json;
}

/** `AWS::NoValue`: the property or list entry that resolves to it is left out. */
export const NO_VALUE: unique symbol = Symbol('AWS::NoValue');

/** A template that CloudFormation would refuse too, or that needs what the embedded cloud does not have. */
export function templateError(message: string): EmbeddedCloudError {
  return new EmbeddedCloudError('TEMPLATE_INVALID', message);
}
