import { snsLimits } from '../../contracts/limits.ts';
import { type DeclaredTopic, declaredOn } from './declared-events.ts';
import type { GraphResource } from './graph-resource.ts';
import { flagOf, numberOf, numberOr, recordOf } from './property-values.ts';

/** A topic of the app. What is undefined is unknown at synthesis. */
export interface TopicNode {
  readonly resource: GraphResource;
  readonly fifo?: boolean;
  readonly maxMessageBytes?: number;
  /** How long a FIFO topic can replay what it carried; 0 for not at all. */
  readonly archiveSeconds?: number;
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
  archiveSeconds: readArchive(resource.properties['ArchivePolicy']),
  key: resource.properties['KmsMasterKeyId'],
  declared: declaredOn(resource.construct),
});

const DAY_SECONDS = 86_400;

function readArchive(policy: unknown): number | undefined {
  const days = policy === undefined ? 0 : numberOf(recordOf(policy)['MessageRetentionPeriod']);
  return days === undefined ? undefined : days * DAY_SECONDS;
}
