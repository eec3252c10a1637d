import { type CfnResource, Stack } from 'aws-cdk-lib';
import { referencedPath, referenceTo } from './reference.ts';
import { type ResolvedResource, resolveResource } from './resolve-resource.ts';
import { substituted } from './substitution.ts';

/** A resource of the app: where it is in the construct tree, and what is deployed. */
export interface GraphResource extends ResolvedResource {
  /** Construct path of the L1. */
  readonly path: string;
  readonly type: string;
  readonly construct: CfnResource;
  readonly stack: Stack;
}

/** Types that have to do with a fan-out. Others are not resolved: they cost time and tell nothing. */
const TYPES: ReadonlySet<string> = new Set([
  'AWS::SNS::Topic',
  'AWS::SNS::TopicPolicy',
  'AWS::SNS::TopicInlinePolicy',
  'AWS::SNS::Subscription',
  'AWS::SQS::Queue',
  'AWS::SQS::QueuePolicy',
  'AWS::SQS::QueueInlinePolicy',
  'AWS::KMS::Key',
  'AWS::KMS::Alias',
  'AWS::Lambda::Function',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Pipes::Pipe',
  'AWS::Lambda::Alias',
  'AWS::Lambda::Version',
  'AWS::DynamoDB::Table',
  'AWS::DynamoDB::GlobalTable',
  'AWS::IAM::Role',
  'AWS::IAM::Policy',
  'AWS::IAM::RolePolicy',
  'AWS::IAM::ManagedPolicy',
  'AWS::CloudWatch::Alarm',
  'AWS::CloudWatch::CompositeAlarm',
  'AWS::XRay::ResourcePolicy',
]);

/** Whether the graph has resources of this type. */
export const isPartOfFanout = (construct: CfnResource): boolean => TYPES.has(construct.cfnResourceType);

/** Reads resources, and turns references by logical id into references by construct path. */
export function readResources(constructs: readonly CfnResource[]): readonly GraphResource[] {
  const resources = constructs.map(
    (construct): GraphResource => ({
      ...resolveResource(construct),
      path: construct.node.path,
      type: construct.cfnResourceType,
      construct,
      stack: Stack.of(construct),
    }),
  );
  const paths = new Map(resources.map(({ stack, logicalId, path }) => [`${stack.node.path}:${logicalId}`, path]));
  return resources.map((resource) => ({
    ...resource,
    properties: byPath(resource.properties, (logicalId) =>
      paths.get(`${resource.stack.node.path}:${logicalId}`),
    ) as Record<string, unknown>,
  }));
}

/** Replaces `Ref`, `Fn::GetAtt` and `Fn::Sub`, which hand-written L1s use, where they mean a resource of the graph. */
function byPath(value: unknown, pathOf: (logicalId: string) => string | undefined): unknown {
  if (typeof value !== 'object' || value === null || referencedPath(value) !== undefined) {
    return value;
  }
  if (Array.isArray(value)) {
    return value.map((child) => byPath(child, pathOf));
  }
  const { Ref: ref, 'Fn::GetAtt': attribute, 'Fn::Sub': substitution } = value as Record<string, unknown>;
  const meant = substituted(substitution);
  if (meant !== undefined) {
    return byPath(meant, pathOf);
  }
  if (typeof ref === 'string') {
    const path = pathOf(ref);
    return path === undefined ? value : referenceTo(path, 'Ref');
  }
  const [logicalId, name] = Array.isArray(attribute) ? attribute : String(attribute ?? '').split('.');
  const path = typeof logicalId === 'string' && typeof name === 'string' ? pathOf(logicalId) : undefined;
  return path === undefined
    ? Object.fromEntries(Object.entries(value).map(([key, child]) => [key, byPath(child, pathOf)]))
    : referenceTo(path, name);
}
