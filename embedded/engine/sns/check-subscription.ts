import { ServiceError } from '../service-error.ts';
import { snsLimits } from './limits.ts';
import type { Protocol, SubscriptionAttributes } from './subscription.ts';
import type { Topic } from './topic.ts';

const QUEUE_ARN = /^arn:aws[\w-]*:sqs:[\w-]+:\d{12}:[\w-]{1,80}(\.fifo)?$/;

/**
 * Refuses a subscription that a topic cannot have.
 * https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html, https://docs.aws.amazon.com/sns/latest/dg/fifo-topic-message-delivery.html
 *
 * @throws ServiceError `InvalidParameter` or `SubscriptionLimitExceeded`.
 */
export function checkSubscription(topic: Topic, protocol: Protocol, endpoint: string): void {
  const { fifoTopic, maximumMessageSize } = topic.attributes;
  if (protocol === 'sqs' && !QUEUE_ARN.test(endpoint)) {
    throw new ServiceError(
      'InvalidParameter',
      `the endpoint of protocol sqs must be the ARN of a queue, got '${endpoint}'`,
    );
  }
  if (!fifoTopic && endpoint.endsWith('.fifo')) {
    throw new ServiceError('InvalidParameter', `a standard topic cannot deliver to a FIFO queue, got ${endpoint}`);
  }
  if (fifoTopic && protocol !== 'sqs') {
    throw new ServiceError('InvalidParameter', `a FIFO topic delivers to SQS only, got protocol ${protocol}`);
  }
  const isLarge = maximumMessageSize > snsLimits.defaultMaximumMessageSize;
  const max = fifoTopic || isLarge ? snsLimits.fewSubscriptions : snsLimits.maxSubscriptions;
  if (topic.subscriptions.length >= max) {
    throw new ServiceError('SubscriptionLimitExceeded', `this topic may have ${max} subscriptions; remove one first`);
  }
}

/**
 * Refuses attributes that a subscription cannot have. Filter policies have their own rules.
 *
 * @throws ServiceError `InvalidParameter`.
 */
export function checkSubscriptionAttributes(
  topic: Topic,
  protocol: Protocol,
  attributes: SubscriptionAttributes,
): void {
  if (attributes.rawMessageDelivery && protocol === 'lambda') {
    throw new ServiceError('InvalidParameter', 'rawMessageDelivery is for SQS and Firehose, not for Lambda');
  }
  const target = attributes.redrivePolicy?.deadLetterTargetArn;
  if (target === undefined) return;
  if (!QUEUE_ARN.test(target)) {
    throw new ServiceError('InvalidParameter', `deadLetterTargetArn must be the ARN of a queue, got '${target}'`);
  }
  if (target.endsWith('.fifo') !== topic.attributes.fifoTopic) {
    throw new ServiceError(
      'InvalidParameter',
      `the dead-letter queue must be ${topic.attributes.fifoTopic ? 'FIFO' : 'standard'} like its topic, got ${target}`,
    );
  }
}
