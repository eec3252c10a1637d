import { ACCOUNT_ID, PARTITION, REGION } from '../account.ts';
import type { AssemblyStack } from '../assembly/cloud-assembly.ts';
import type { Json } from '../json.ts';
import type { Provisioned } from '../resources/index.ts';
import { conditionLookup } from '../template/conditions.ts';
import { parameterLookup } from '../template/parameters.ts';
import { NO_VALUE, type ResolutionScope, templateError } from '../template/resolution-scope.ts';
import type { DeployedStack } from './deployed-stack.ts';
import { stackId } from './stack-id.ts';

/** What a stack's template may look up while it is deployed: more and more, as resources come into being. */
export class StackScope implements ResolutionScope {
  readonly mappings;
  readonly condition: (name: string) => boolean;
  readonly #stack: AssemblyStack;
  readonly #before: readonly DeployedStack[];
  readonly #parameter: (name: string) => Json | undefined;
  readonly #resources = new Map<string, Provisioned | 'not run'>();

  constructor(stack: AssemblyStack, before: readonly DeployedStack[], parameters: Readonly<Record<string, string>>) {
    this.#stack = stack;
    this.#before = before;
    this.#parameter = parameterLookup(stack.template.Parameters ?? {}, { ...stack.parameters, ...parameters });
    this.mappings = stack.template.Mappings ?? {};
    this.condition = conditionLookup(stack.template.Conditions ?? {}, () => this);
  }

  /** Makes a resource known; `not run` gives made-up references, for resources that are themselves only stored. */
  add(logicalId: string, resource: Provisioned | 'not run'): void {
    this.#resources.set(logicalId, resource);
  }

  ref(name: string): Json | typeof NO_VALUE {
    const resource = this.#resources.get(name);
    if (resource !== undefined) return resource === 'not run' ? name : resource.ref;
    const value = this.#pseudoParameter(name) ?? this.#parameter(name);
    if (value !== undefined) return value;
    throw templateError(`Ref to ${name}, which does not exist or whose condition does not hold`);
  }

  attribute(logicalId: string, attribute: string): Json {
    const resource = this.#resources.get(logicalId);
    if (resource === 'not run') return `${logicalId}.${attribute}`;
    if (!resource) {
      throw templateError(`Fn::GetAtt of ${logicalId}, which does not exist or whose condition does not hold`);
    }
    const value = resource.attributes[attribute];
    if (value !== undefined) return value;
    const known = Object.keys(resource.attributes).join(', ') || 'none';
    throw templateError(`${logicalId} has no attribute ${attribute} in the embedded cloud; it has: ${known}`);
  }

  importedValue(name: string): Json {
    for (const { outputs, exportNames } of this.#before) {
      for (const [output, exportName] of Object.entries(exportNames)) {
        if (exportName === name) return outputs[output] ?? '';
      }
    }
    throw templateError(`Fn::ImportValue: no stack that is deployed before exports ${name}`);
  }

  stackOutput(stack: string, output: string): Json {
    const value = this.#before.find(({ name, id }) => name === stack || id === stack)?.outputs[output];
    if (value !== undefined) return value;
    throw templateError(`Fn::GetStackOutput: no stack ${stack} with output ${output} is deployed before`);
  }

  #pseudoParameter(name: string): Json | typeof NO_VALUE | undefined {
    switch (name) {
      case 'AWS::AccountId':
        return ACCOUNT_ID;
      case 'AWS::NoValue':
        return NO_VALUE;
      case 'AWS::NotificationARNs':
        return [];
      case 'AWS::Partition':
        return PARTITION;
      case 'AWS::Region':
        return REGION;
      case 'AWS::StackId':
        return stackId(this.#stack.name);
      case 'AWS::StackName':
        return this.#stack.name;
      case 'AWS::URLSuffix':
        return 'amazonaws.com';
      default:
        return undefined;
    }
  }
}
