import type { GraphResource } from './graph-resource.ts';
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

/** Reads an `AWS::CloudWatch::Alarm` or `AWS::CloudWatch::CompositeAlarm`. */
export function readAlarm(resource: GraphResource): AlarmNode {
  const { AlarmActions, OKActions, InsufficientDataActions, ActionsEnabled, ...watched } = resource.properties;
  const enabled = ActionsEnabled === undefined || flagOf(ActionsEnabled) !== false;
  return {
    resource,
    composite: resource.type === 'AWS::CloudWatch::CompositeAlarm',
    actions: enabled ? [AlarmActions, OKActions, InsufficientDataActions].flatMap(listOf) : [],
    watches: referencedPaths(watched),
  };
}
