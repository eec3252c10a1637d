import { describe, expect, it } from 'vitest';
import {
  dynamoDbLimits,
  EVENT_SOURCE_ATTRIBUTE,
  EVENT_TYPE_ATTRIBUTE,
  FAILURE_ATTRIBUTE,
  lambdaLimits,
  MAX_EVENT_ATTRIBUTES,
  snsLimits,
  sqsLimits,
  TRACE_PARENT_ATTRIBUTE,
} from '../../../contracts/index.ts';

describe('service limits', () => {
  // The literals are AWS's published quotas; the sources stand beside the constants.
  it.each([
    ['an SQS message', sqsLimits.maxMessageBytes, 1_048_576],
    ['an SQS visibility timeout of 12 hours', sqsLimits.maxVisibilityTimeoutSeconds, 43_200],
    ['SQS retention of 14 days', sqsLimits.maxRetentionSeconds, 1_209_600],
    ['an SNS message by default', snsLimits.defaultMaxMessageBytes, 262_144],
    ['SNS retries of 23 days', snsLimits.deliveryRetrySeconds, 1_987_200],
    ['a DynamoDB transaction', dynamoDbLimits.transactionBytes, 4_194_304],
    ['a DynamoDB item', dynamoDbLimits.maxItemBytes, 409_600],
    ['a Lambda time-out of 15 minutes', lambdaLimits.maxTimeoutSeconds, 900],
  ])('%s', (_limit, constant, literal) => {
    expect(constant).toBe(literal);
  });

  it('G5 leave one attribute free for the failure report', () => {
    expect(MAX_EVENT_ATTRIBUTES + 1).toBe(sqsLimits.maxMessageAttributes);
  });

  it('are met by the names of our own attributes: SQS reserves AWS. and Amazon.', () => {
    for (const name of [EVENT_TYPE_ATTRIBUTE, EVENT_SOURCE_ATTRIBUTE, TRACE_PARENT_ATTRIBUTE, FAILURE_ATTRIBUTE]) {
      expect(name).toMatch(/^(?!aws\.|amazon\.)[a-z-]{1,256}$/);
    }
  });
});
