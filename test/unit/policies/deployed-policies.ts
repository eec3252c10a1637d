import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { Json, JsonObject } from '../../../embedded/json.ts';
import type { ResolutionScope } from '../../../embedded/template/resolution-scope.ts';
import { resolveObject } from '../../../embedded/template/resolve.ts';
import { arnOf, type Place, refOf } from './physical-ids.ts';

/** A statement of a policy whose references are resolved. */
export type ResolvedStatement = Readonly<Record<string, unknown>>;

/** A resource of a stack with its policies, by what they are attached to. */
export interface DeployedPolicies {
  /** Statements of a role's policies, by the role's ARN. */
  readonly identity: ReadonlyMap<string, readonly ResolvedStatement[]>;
  /** Statements of a resource's own policies, by the resource's ARN. */
  readonly resource: ReadonlyMap<string, readonly ResolvedStatement[]>;
  /** ARN of the resource of a type whose logical id begins with `prefix`. */
  arn(type: string, prefix: string): string;
  /** ARN of the role of the function whose logical id begins with `prefix`. */
  roleOf(prefix: string): string;
}

interface Resource {
  readonly Type: string;
  readonly Properties: JsonObject;
}

/** Reads the policies of stacks as an account would have them, references across stacks included. */
export function deployedPolicies(...stacks: readonly [Stack, Place][]): DeployedPolicies {
  const identity = new Map<string, ResolvedStatement[]>();
  const resource = new Map<string, ResolvedStatement[]>();
  const arns = new Map<string, string>();
  const roles = new Map<string, string>();
  const add = (policies: Map<string, ResolvedStatement[]>, arn: string, document: unknown): void => {
    policies.set(arn, [...(policies.get(arn) ?? []), ...(document as { Statement: ResolvedStatement[] }).Statement]);
  };
  for (const [stack, place] of stacks) {
    const { Resources } = Template.fromStack(stack).toJSON() as { Resources: Record<string, Resource> };
    const scope = scopeOf(Resources, place);
    const arn = (logicalId: string): string => arnOf(Resources[logicalId]?.Type ?? '', logicalId, place);
    for (const [logicalId, { Type, Properties = {} }] of Object.entries(Resources)) {
      const properties = resolveObject(Properties, scope) as Record<string, never>;
      const referred = (name: string): string[] => (Properties[name] as Json[]).map((value) => arn(referenced(value)));
      arns.set(`${Type} ${logicalId}`, arn(logicalId));
      switch (Type) {
        case 'AWS::Lambda::Function':
          roles.set(logicalId, properties['Role'] ?? '');
          break;
        case 'AWS::IAM::Policy':
          for (const role of referred('Roles')) add(identity, role, properties['PolicyDocument']);
          break;
        case 'AWS::SQS::QueuePolicy':
          for (const queue of referred('Queues')) add(resource, queue, properties['PolicyDocument']);
          break;
        case 'AWS::SNS::TopicPolicy':
          for (const topic of referred('Topics')) add(resource, topic, properties['PolicyDocument']);
          break;
        case 'AWS::KMS::Key':
          add(resource, arn(logicalId), properties['KeyPolicy']);
          break;
        case 'AWS::Lambda::Permission':
          add(resource, arn(referenced(Properties['FunctionName'])), {
            Statement: [permission(properties, arn(referenced(Properties['FunctionName'])))],
          });
          break;
      }
    }
  }
  const named = (what: string, entries: Iterable<readonly [string, string]>, prefix: string): string => {
    const found = [...entries].filter(([id]) => id.startsWith(prefix));
    // The shortest: `Queue` and not `QueuePolicy`.
    const [first] = found.toSorted(([one], [other]) => one.length - other.length);
    if (first === undefined) throw new Error(`no ${what} begins with ${prefix}`);
    return first[1];
  };
  return {
    identity,
    resource,
    arn: (type, prefix) => named(type, arns, `${type} ${prefix}`),
    roleOf: (prefix) => named('function', roles, prefix),
  };
}

/** The statement that Lambda makes of a permission. */
const permission = ({ Action, Principal, SourceArn }: Readonly<Record<string, unknown>>, resource: string) => ({
  Effect: 'Allow',
  Action,
  Principal: { Service: Principal },
  Resource: resource,
  Condition: { ArnLike: { 'AWS:SourceArn': SourceArn } },
});

/** The logical id that `Ref` or `Fn::GetAtt` names. */
function referenced(value: Json | undefined): string {
  const { Ref, 'Fn::GetAtt': attribute } = (value ?? {}) as { Ref?: string; 'Fn::GetAtt'?: string[] };
  return Ref ?? attribute?.[0] ?? '';
}

function scopeOf(resources: Readonly<Record<string, Resource>>, place: Place): ResolutionScope {
  const none = (): never => {
    throw new Error('the stacks under test neither import nor map');
  };
  const pseudo: Readonly<Record<string, string>> = {
    'AWS::AccountId': place.account,
    'AWS::Region': place.region,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::StackName': place.stack,
    'AWS::StackId': `arn:aws:cloudformation:${place.region}:${place.account}:stack/${place.stack}/uuid`,
  };
  return {
    ref: (name) => pseudo[name] ?? refOf(resources[name]?.Type ?? '', name, place),
    attribute: (logicalId, attribute) =>
      attribute === 'StreamArn'
        ? `${arnOf(resources[logicalId]?.Type ?? '', logicalId, place)}/stream/label`
        : arnOf(resources[logicalId]?.Type ?? '', logicalId, place),
    condition: none,
    mappings: {},
    importedValue: none,
    stackOutput: none,
  };
}
