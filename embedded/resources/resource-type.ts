import type { CloudServices } from '../cloud-services.ts';
import type { Json, JsonObject } from '../json.ts';
import type { NameRules } from '../template/physical-name.ts';

/** A CloudFormation resource type that the embedded cloud runs. */
export interface ResourceType {
  /** CloudFormation's name of it. */
  readonly type: string;
  /** Properties that have an effect here. What is neither here nor in the table of not-enforced.ts is reported as unknown. */
  readonly properties: readonly string[];
  /**
   * Why this very resource cannot run, judged from its unresolved properties.
   *
   * @default - every resource of the type can
   */
  unsupported?(properties: JsonObject): string | undefined;
  /** Creates the resource; what it depends on exists. Rejects with a service's or a template's error. */
  provision(request: ResourceRequest, services: CloudServices): Promise<Provisioned>;
}

/** One resource to create. */
export interface ResourceRequest {
  readonly stack: string;
  readonly logicalId: string;
  /** Properties without intrinsic functions. */
  readonly properties: JsonObject;
  /** The name of the property `property`, else one made as CloudFormation does. */
  name(property: string, rules: NameRules): string;
}

/** A resource that exists, as templates refer to it. */
export interface Provisioned {
  /** What `Ref` gives; also the physical id. */
  readonly ref: string;
  /** What `Fn::GetAtt` gives. */
  readonly attributes: Readonly<Record<string, Json>>;
}
