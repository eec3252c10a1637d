import { type Duration, Token } from 'aws-cdk-lib';
import { FifoThroughputScope, TracingConfig } from 'aws-cdk-lib/aws-sns';
import type { TopicDefinition } from '../../contracts/event.ts';
import { snsLimits } from '../../contracts/limits.ts';
import { isDeclaration } from '../graph/declared-events.ts';
import { aFlag, aKey, anything, aText, oneOf } from '../props/prop-kinds.ts';
import { type PropKinds, type PropsCheck, shown } from '../props/props-check.ts';
import type { EventTopicAttributes, EventTopicProps } from './event-topic-props.ts';

const TOPIC_KINDS: PropKinds<EventTopicProps> = {
  definition: anything,
  encryptionKey: aKey,
  maxMessageSizeBytes: anything,
  tracingConfig: oneOf('TracingConfig', TracingConfig),
  definesTraceAccess: aFlag,
  logsDeliveryFailures: aFlag,
  fifoThroughputScope: oneOf('FifoThroughputScope', FifoThroughputScope),
  contentBasedDeduplication: aFlag,
  archiveRetention: anything,
};

const IMPORTED_KINDS: PropKinds<EventTopicAttributes> = {
  topicArn: aText,
  definition: anything,
  encryptionKey: aKey,
  maxMessageSizeBytes: anything,
  archiveRetention: anything,
};

const DAY_SECONDS = 86_400;
const FIFO_ONLY = ['fifoThroughputScope', 'contentBasedDeduplication', 'archiveRetention'] as const;
const TOPIC_ARN = /^arn:[\w-]+:sns:[\w-]+:\d{12}:[\w-]+(\.fifo)?$/;

/** Checks a topic's props and answers the seconds of its archive, 0 for none. */
export function checkEventTopic(check: PropsCheck, given: EventTopicProps): number {
  const props = check.kinds(given, TOPIC_KINDS);
  if (!isDefinition(check, props.definition)) {
    return 0;
  }
  checkMessageSize(check, props.maxMessageSizeBytes);
  const stated = props.definition.fifo ? [] : FIFO_ONLY.filter((prop) => props[prop] !== undefined);
  if (stated.length > 0) {
    check.add(
      'FifoTopicOnly',
      `${stated.join(' and ')} must be left out on a standard topic, got ${stated.map((prop) => shown(props[prop])).join(' and ')}; define the topic with fifo: true`,
    );
  }
  return archiveSeconds(check, props.archiveRetention);
}

/** Checks what is said of an imported topic and answers the seconds of its archive, 0 for none. */
export function checkImportedTopic(check: PropsCheck, given: EventTopicAttributes): number {
  const attributes = check.kinds(given, IMPORTED_KINDS, { required: ['topicArn'] });
  const { topicArn, definition } = attributes;
  if (!isDefinition(check, definition)) {
    return 0;
  }
  checkMessageSize(check, attributes.maxMessageSizeBytes);
  if (!Token.isUnresolved(topicArn)) {
    if (!TOPIC_ARN.test(topicArn)) {
      check.add('TopicArnInvalid', `topicArn must be the ARN of an SNS topic, got ${shown(topicArn)}`);
    } else if (topicArn.endsWith('.fifo') !== definition.fifo) {
      check.add(
        'TopicKindMismatch',
        `topicArn must be of a ${definition.fifo ? 'FIFO' : 'standard'} topic, as definition ${definition.name} says, got ${topicArn}`,
      );
    }
  }
  return archiveSeconds(check, attributes.archiveRetention);
}

function isDefinition(check: PropsCheck, definition: TopicDefinition): boolean {
  if (isDeclaration(definition) && typeof definition.fifo === 'boolean') {
    return true;
  }
  check.add('DefinitionInvalid', `definition must be made by defineTopic, got ${shown(definition)}`);
  return false;
}

function checkMessageSize(check: PropsCheck, maxMessageSizeBytes: number | undefined): void {
  if (maxMessageSizeBytes !== undefined) {
    check.integer(maxMessageSizeBytes, {
      code: 'MaxMessageSizeRange',
      prop: 'maxMessageSizeBytes',
      min: snsLimits.minMaxMessageBytes,
      max: snsLimits.maxMaxMessageBytes,
    });
  }
}

function archiveSeconds(check: PropsCheck, archiveRetention: Duration | undefined): number {
  if (archiveRetention === undefined) {
    return 0;
  }
  const seconds = check.seconds(archiveRetention, {
    code: 'ArchiveRetentionRange',
    prop: 'archiveRetention',
    min: DAY_SECONDS,
    max: snsLimits.maxArchiveDays * DAY_SECONDS,
  });
  if (seconds % DAY_SECONDS !== 0) {
    check.add('ArchiveRetentionRange', `archiveRetention must be whole days, got ${seconds} seconds`);
  }
  return seconds;
}
