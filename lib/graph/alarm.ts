import type { GraphResource } from './graph-resource.ts';
import type { PhysicalNames } from './physical-names.ts';
import { flagOf, listOf } from './property-values.ts';
import { referencedPaths } from './reference.ts';

/** A CloudWatch alarm of the app, composite or not. */
export interface AlarmNode {
  readonly resource: GraphResource;
  readonly composite: boolean;
  /** What happens when it rings; none when actions are disabled. */
  readonly actions: readonly unknown[];
  /** Construct paths of what it watches: resources, or other alarms. */
  readonly watches: ReadonlySet<string>;
}

/** Reads an `AWS::CloudWatch::Alarm` or `AWS::CloudWatch::CompositeAlarm`. `names` finds what dimensions name in words. */
export function readAlarm(resource: GraphResource, names: PhysicalNames): AlarmNode {
  const { AlarmActions, OKActions, InsufficientDataActions, ActionsEnabled, ...watched } = resource.properties;
  const enabled = ActionsEnabled === undefined || flagOf(ActionsEnabled) !== false;
  return {
    resource,
    composite: resource.type === 'AWS::CloudWatch::CompositeAlarm',
    actions: enabled ? [AlarmActions, OKActions, InsufficientDataActions].flatMap(listOf) : [],
    watches: new Set([...referencedPaths(watched), ...pathsNamed(watched, names)]),
  };
}

/** Services by the dimension that names their resources. */
const SERVICES: Readonly<Record<string, string>> = { QueueName: 'sqs', TopicName: 'sns' };

/** Construct paths of what the dimensions of metrics name, at any depth. */
function pathsNamed(value: unknown, names: PhysicalNames): readonly string[] {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  const { Name: dimension, Value: name } = value as Record<string, unknown>;
  const service = typeof dimension === 'string' ? SERVICES[dimension] : undefined;
  return service === undefined
    ? Object.values(value).flatMap((child) => pathsNamed(child, names))
    : names.named(service, name).map(({ path }) => path);
}
