import { ServiceError } from '../service-error.ts';
import { snsLimits } from './limits.ts';

/** What a topic is set to, in AWS's words. https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html */
export interface TopicAttributes {
  /** Cannot be changed later. */
  readonly fifoTopic: boolean;
  readonly contentBasedDeduplication: boolean;
  /** Also the scope of deduplication. Cannot go back from `MessageGroup` to `Topic`. */
  readonly fifoThroughputScope: 'Topic' | 'MessageGroup';
  /** 1,024 to 1,048,576 bytes. */
  readonly maximumMessageSize: number;
}

/** AWS's defaults. */
export const DEFAULT_TOPIC: TopicAttributes = {
  fifoTopic: false,
  contentBasedDeduplication: false,
  fifoThroughputScope: 'Topic',
  maximumMessageSize: snsLimits.defaultMaximumMessageSize,
};

const TOPIC_NAME = /^[\w-]{1,256}$/;
const FIFO_TOPIC_NAME = /^[\w-]{1,251}\.fifo$/;

/** @throws ServiceError `InvalidParameter`. */
export function checkTopic(name: string, attributes: TopicAttributes): void {
  const { fifoTopic, maximumMessageSize } = attributes;
  if (!(fifoTopic ? FIFO_TOPIC_NAME : TOPIC_NAME).test(name)) {
    const rule = fifoTopic ? ', the last five of them .fifo' : '';
    throw new ServiceError(
      'InvalidParameter',
      `a topic's name must be 1 to 256 letters, digits, hyphens and underscores${rule}, got '${name}'`,
    );
  }
  const { minMaximumMessageSize: min, maxMaximumMessageSize: max } = snsLimits;
  if (!Number.isInteger(maximumMessageSize) || maximumMessageSize < min || maximumMessageSize > max) {
    throw new ServiceError(
      'InvalidParameter',
      `maximumMessageSize must be ${min} to ${max}, got ${maximumMessageSize}`,
    );
  }
  if (!fifoTopic && (attributes.contentBasedDeduplication || attributes.fifoThroughputScope !== 'Topic')) {
    throw new ServiceError(
      'InvalidParameter',
      'contentBasedDeduplication and fifoThroughputScope are for FIFO topics only',
    );
  }
}
