import type { Template } from 'aws-cdk-lib/assertions';

/** A resource of a template, as far as the tests read it. */
export interface TemplateResource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DependsOn?: readonly string[];
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

/** A statement of any policy document. */
export interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Principal?: unknown;
  readonly Condition?: Readonly<Record<string, unknown>>;
}

/** All resources of a type, by logical id. */
export const resourcesOf = (template: Template, type: string): Record<string, TemplateResource> =>
  template.findResources(type) as Record<string, TemplateResource>;

/** The one resource of a type whose logical id begins with `prefix` and ends with its hash. */
export function resourceNamed(template: Template, type: string, prefix: string): TemplateResource {
  const found = Object.entries(resourcesOf(template, type)).filter(([id]) => id.slice(0, -8) === prefix);
  const [first] = found;
  if (first === undefined || found.length > 1) {
    throw new Error(`expected one ${type} named ${prefix}, found ${found.map(([id]) => id).join(', ') || 'none'}`);
  }
  return first[1];
}

/** The statements of every policy of a template: of roles, queues, topics and keys. */
export function statementsOf(template: Template): Statement[] {
  const types = ['AWS::IAM::Policy', 'AWS::SQS::QueuePolicy', 'AWS::SNS::TopicPolicy', 'AWS::KMS::Key'];
  return types
    .flatMap((type) => Object.values(resourcesOf(template, type)))
    .flatMap(({ Properties: properties }) => {
      const document = (properties['PolicyDocument'] ?? properties['KeyPolicy']) as { Statement: Statement[] };
      return document.Statement;
    });
}

/** Allow statements of one role's policy. */
export function grantsOf(template: Template, rolePrefix: string): Statement[] {
  const policy = resourceNamed(template, 'AWS::IAM::Policy', `${rolePrefix}RoleDefaultPolicy`);
  return (policy.Properties['PolicyDocument'] as { Statement: Statement[] }).Statement;
}

/** One string or several, as an array. */
export const listed = (value: string | readonly string[]): readonly string[] =>
  typeof value === 'string' ? [value] : value;

/** The variables of a function. */
export function variablesOf(template: Template, functionPrefix: string): Record<string, unknown> {
  const { Properties: properties } = resourceNamed(template, 'AWS::Lambda::Function', functionPrefix);
  return (properties['Environment'] as { Variables: Record<string, unknown> }).Variables;
}
