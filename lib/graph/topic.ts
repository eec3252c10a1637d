import { snsLimits } from '../../contracts/limits.ts';
import { type DeclaredTopic, declaredOn } from './declared-events.ts';
import type { GraphResource } from './graph-resource.ts';
import { flagOf, numberOr } from './property-values.ts';

/** A topic of the app. What is undefined is unknown at synthesis. */
export interface TopicNode {
  readonly resource: GraphResource;
  readonly fifo?: boolean;
  readonly maxMessageBytes?: number;
  /** `KmsMasterKeyId` as it was written. */
  readonly key: unknown;
  /** Undefined when nobody declared its events. */
  readonly declared?: DeclaredTopic;
}

/** Reads an `AWS::SNS::Topic`. */
export const readTopic = (resource: GraphResource): TopicNode => ({
  resource,
  fifo: flagOf(resource.properties['FifoTopic']),
  maxMessageBytes: numberOr(resource.properties['MaximumMessageSize'], snsLimits.defaultMaxMessageBytes),
  key: resource.properties['KmsMasterKeyId'],
  declared: declaredOn(resource.construct),
});
