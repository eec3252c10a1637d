import type { Json, JsonObject } from '../json.ts';

/** A CloudFormation template as CDK writes it (JSON form). */
export interface Template extends JsonObject {
  readonly Parameters?: { readonly [name: string]: ParameterDeclaration };
  readonly Mappings?: JsonObject;
  readonly Conditions?: JsonObject;
  readonly Resources?: { readonly [logicalId: string]: ResourceDeclaration };
  readonly Outputs?: { readonly [name: string]: OutputDeclaration };
}

/** One entry of `Parameters`. */
export interface ParameterDeclaration extends JsonObject {
  readonly Type: string;
  readonly Default?: string | number;
}

/** One entry of `Resources`. */
export interface ResourceDeclaration extends JsonObject {
  readonly Type: string;
  readonly Properties?: JsonObject;
  readonly DependsOn?: string | readonly string[];
  readonly Condition?: string;
}

/** One entry of `Outputs`. */
export interface OutputDeclaration extends JsonObject {
  readonly Value: Json;
  readonly Condition?: string;
  readonly Export?: { readonly Name: Json };
}
