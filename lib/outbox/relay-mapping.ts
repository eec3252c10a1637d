import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import {
  type CfnEventSourceMapping,
  EventSourceMapping,
  FilterCriteria,
  StartingPosition,
} from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { FanoutFunction } from '../functions/fanout-function.ts';
import { explainToRulePacks } from '../rule-packs.ts';
import type { RelaySettings } from './relay-settings.ts';

/** Lambda's word for "no limit" in the retries and age of stream records. */
const UNLIMITED = -1;

/** Options for {@link relayMapping}. */
export interface RelayMappingOptions extends RelaySettings {
  readonly relay: FanoutFunction;
  readonly streamArn: string;
  /** Records that the relay is given; the others are skipped. */
  readonly filter: Record<string, unknown>;
}

/**
 * Feeds a relay with a table's stream. Defines an event source mapping under the id `Mapping` and lets the relay read
 * the stream.
 *
 * The mapping starts at the oldest record and never gives up: with a limit on retries or age Lambda would drop records
 * without a word.
 */
export function relayMapping(scope: Construct, options: RelayMappingOptions): EventSourceMapping {
  const { relay, streamArn } = options;
  // aws-cdk grants ListStreams on every resource.
  relay.role.addToPolicy(
    new PolicyStatement({
      actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'],
      resources: [streamArn],
    }),
  );
  const mapping = new EventSourceMapping(scope, 'Mapping', {
    target: relay.function,
    eventSourceArn: streamArn,
    startingPosition: StartingPosition.TRIM_HORIZON,
    batchSize: options.batchSize,
    maxBatchingWindow: options.maxBatchingWindow,
    parallelizationFactor: options.parallelizationFactor,
    retryAttempts: UNLIMITED,
    reportBatchItemFailures: true,
    filters: [FilterCriteria.filter(options.filter)],
  });
  (mapping.node.defaultChild as CfnEventSourceMapping).maximumRecordAgeInSeconds = UNLIMITED;
  mapping.node.addDependency(relay.role);
  explainToRulePacks(
    mapping,
    'LambdaEventSourceMappingDestination',
    'It never gives up; the relay itself sets aside what can never be published.',
  );
  return mapping;
}
