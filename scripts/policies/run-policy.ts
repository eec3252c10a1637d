import type { JsonObject } from '../../embedded/json.ts';
import type { ResolutionScope } from '../../embedded/template/resolution-scope.ts';
import { resolve, resolveObject } from '../../embedded/template/resolve.ts';
import { namedTypes } from './named-types.ts';
import { allow, PLACE, type PolicyDocument, type PolicyStatement } from './policy-document.ts';

/** What a template of the example says of its resources. */
export interface StackTemplate {
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties?: JsonObject }>>;
}

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: PolicyStatement['Condition'];
}

/**
 * What the functions of a stack may do, read from their roles: the statements of each one begin with its name.
 *
 * @throws Error when a role has rights that are not in a policy of the template.
 */
export function runPolicy(template: StackTemplate, stackName: string): PolicyDocument {
  const resources = Object.entries(template.Resources);
  const scope = patternsOf(template, stackName);
  const functions = resources.filter(([, { Type }]) => Type === 'AWS::Lambda::Function');
  const statements = functions.flatMap(([functionId, { Properties = {} }]) => {
    const roleId = referredTo(Properties['Role']);
    refuseOtherRights(roleId, template.Resources[roleId]?.Properties);
    return resources
      .filter(([, { Type, Properties: policy }]) => Type === 'AWS::IAM::Policy' && isOf(roleId, policy))
      .flatMap(([, policy]) => statementsOf(policy.Properties, scope))
      .map(({ Action, Resource, Condition }, index) =>
        allow(`${nameOf(functionId)}${index + 1}`, [Action].flat(), [Resource].flat(), Condition),
      );
  });
  return { Version: '2012-10-17', Statement: statements };
}

/** `InventoryConsumer` of `InventoryConsumerFunction4B35AB10`. */
const nameOf = (functionId: string): string => functionId.replace(/(Function)?[0-9A-F]{8}$/, '');

const referredTo = (value: unknown): string => {
  const { Ref, 'Fn::GetAtt': attribute } = value as { Ref?: string; 'Fn::GetAtt'?: readonly string[] };
  return Ref ?? attribute?.[0] ?? '';
};

const isOf = (roleId: string, policy: JsonObject | undefined): boolean =>
  (policy?.['Roles'] as readonly unknown[] | undefined)?.some((role) => referredTo(role) === roleId) ?? false;

function refuseOtherRights(roleId: string, role: JsonObject = {}): void {
  const others = ['ManagedPolicyArns', 'Policies'].filter((property) => role[property] !== undefined);
  if (others.length > 0) {
    throw new Error(`role ${roleId} has rights by ${others.join(' and ')}, which are not read here`);
  }
}

const statementsOf = (properties: JsonObject | undefined, scope: ResolutionScope): readonly Statement[] =>
  (resolveObject(properties ?? {}, scope)['PolicyDocument'] as unknown as { Statement: readonly Statement[] })
    .Statement;

/** Resolves references to ARNs with placeholders, and with `*` for what the deployment makes up. */
function patternsOf({ Resources }: StackTemplate, stackName: string): ResolutionScope {
  const none = (): never => {
    throw new Error('the policies of functions neither import nor map');
  };
  const pseudo: Readonly<Record<string, string>> = {
    'AWS::AccountId': 'ACCOUNT',
    'AWS::Partition': 'aws',
    'AWS::Region': 'REGION',
    'AWS::StackId': `arn:aws:cloudformation:${PLACE}:stack/STACK/*`,
  };
  const arnOf = (logicalId: string): string => {
    const { Type = '', Properties = {} } = Resources[logicalId] ?? {};
    const named = namedTypes[Type];
    if (named === undefined) {
      throw new Error(`${logicalId} (${Type}) has no name to find its ARN by`);
    }
    const given = Properties[named.property];
    const name =
      given === undefined ? `STACK-${logicalId}-*` : String(resolve(given, scope)).replace(`${stackName}-`, 'STACK-');
    return `${named.arnBefore}${name}${Type === 'AWS::Logs::LogGroup' ? ':*' : ''}`;
  };
  const scope: ResolutionScope = {
    // Of all that functions have rights on, only topics are referred to by `Ref`.
    ref: (name) => pseudo[name] ?? arnOf(name),
    attribute: (logicalId, attribute) => `${arnOf(logicalId)}${attribute === 'StreamArn' ? '/stream/*' : ''}`,
    condition: none,
    mappings: {},
    importedValue: none,
    stackOutput: none,
  };
  return scope;
}
