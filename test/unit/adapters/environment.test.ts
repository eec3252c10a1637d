import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defineEvent, defineTopic } from '../../../contracts/event.ts';
import { EnvironmentError } from '../../../lambdas/adapters/environment-reader.ts';
import { lambdaConsumer } from '../../../lambdas/adapters/lambda-consumer.ts';
import { lambdaItemRelay } from '../../../lambdas/adapters/lambda-item-relay.ts';
import { lambdaProducer } from '../../../lambdas/adapters/lambda-producer.ts';
import { lambdaRelay } from '../../../lambdas/adapters/lambda-relay.ts';
import { lambdaSweeper } from '../../../lambdas/adapters/lambda-sweeper.ts';
import { guardConsumer } from '../../../lambdas/runtime/guard-consumer.ts';
import { leaseConsumer } from '../../../lambdas/runtime/lease-consumer.ts';
import { transactionalConsumer } from '../../../lambdas/runtime/transactional-consumer.ts';

const orderPlaced = defineEvent('order.placed', z.object({}));
const orders = defineTopic('orders', { events: [orderPlaced] });
const quiet = leaseConsumer({ source: '/quiet' }).on(orderPlaced, () => undefined);
const emitting = leaseConsumer({ source: '/loud', topics: [orders] }).on(orderPlaced, () => undefined);

const ofConsumer = {
  FANOUT_CONSUMER: 'payment',
  FANOUT_CONSUMER_VERSION: '7',
  FANOUT_INBOX_TABLE: 'inbox',
  FANOUT_INBOX_HORIZON_SECONDS: '5000000',
  FANOUT_SOURCE_QUEUE_URL: 'https://sqs.us-east-1.amazonaws.com/000000000000/payment',
  FANOUT_DEAD_LETTER_QUEUE_URL: 'https://sqs.us-east-1.amazonaws.com/000000000000/payment-dlq',
};
const ofRelay = {
  FANOUT_OUTBOX_TABLE: 'outbox',
  FANOUT_TOPIC_ARNS: '{"orders":"arn:aws:sns:us-east-1:000000000000:orders"}',
};

/** What a handler's composition complains about, or nothing. */
function complaint(compose: () => unknown): string | undefined {
  try {
    compose();
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(EnvironmentError);
    expect(error).toMatchObject({ code: 'ENVIRONMENT_INVALID' });
    return (error as Error).message;
  }
}

describe('lambdaConsumer', () => {
  it('takes what the constructs set, and defaults for the rest', () => {
    expect(complaint(() => lambdaConsumer(quiet, ofConsumer))).toBeUndefined();
    expect(
      complaint(() =>
        lambdaConsumer(emitting, {
          ...ofConsumer,
          FANOUT_OUTBOX_TABLE: 'arn:aws:dynamodb:us-east-1:000000000000:table/outbox',
          FANOUT_MAX_ATTEMPTS: '1',
          FANOUT_CONCURRENCY: '10',
          FANOUT_DEAD_LETTER_RETENTION_SECONDS: '1209600',
        }),
      ),
    ).toBeUndefined();
  });

  it('needs no outbox table for events that ride in items', () => {
    const item = { TableName: 'facts', partitionKey: 'pk', Item: {} };
    const guard = guardConsumer({ source: '/facts', topics: [orders] }).on(orderPlaced, () => item);
    const inline = transactionalConsumer({ source: '/facts', topics: [orders], outbox: 'inline' });

    expect(complaint(() => lambdaConsumer(guard, ofConsumer))).toBeUndefined();
    expect(
      complaint(() =>
        lambdaConsumer(
          inline.on(orderPlaced, () => undefined),
          ofConsumer,
        ),
      ),
    ).toBeUndefined();
  });

  it('names every variable that is missing, at once', () => {
    expect(complaint(() => lambdaConsumer(emitting, {}))).toBe(
      "the function's environment is invalid [ENVIRONMENT_INVALID]: " +
        'FANOUT_CONSUMER must be a name without "#", got nothing; ' +
        'FANOUT_INBOX_HORIZON_SECONDS must be an integer of 1 or more, got nothing; ' +
        'FANOUT_INBOX_TABLE must be the name or ARN of a DynamoDB table, got nothing; ' +
        'FANOUT_OUTBOX_TABLE must be the name or ARN of a DynamoDB table, because events are emitted, got nothing; ' +
        'FANOUT_SOURCE_QUEUE_URL must be the URL of an SQS queue, got nothing; ' +
        'FANOUT_DEAD_LETTER_QUEUE_URL must be the URL of an SQS queue, got nothing. ' +
        "Fanout's constructs set these variables; without them, set them on the function",
    );
  });

  it.each([
    ['FANOUT_CONSUMER', 'a#b', 'a name without "#", got "a#b"'],
    ['FANOUT_MAX_ATTEMPTS', '0', 'an integer of 1 or more, got "0"'],
    ['FANOUT_MAX_ATTEMPTS', 'five', 'an integer of 1 or more, got "five"'],
    ['FANOUT_CONCURRENCY', '1.5', 'an integer of 1 or more, got "1.5"'],
    ['FANOUT_DEAD_LETTER_RETENTION_SECONDS', '-1', 'an integer of 1 or more, got "-1"'],
    ['FANOUT_INBOX_TABLE', 'no spaces', 'the name or ARN of a DynamoDB table, got "no spaces"'],
    ['FANOUT_SOURCE_QUEUE_URL', 'queue', 'the URL of an SQS queue, got "queue"'],
  ])('refuses %s=%s', (name, value, problem) => {
    expect(complaint(() => lambdaConsumer(quiet, { ...ofConsumer, [name]: value }))).toContain(
      `${name} must be ${problem}`,
    );
  });
});

describe('lambdaProducer', () => {
  const definition = {
    source: '/orders/place-order',
    topics: [orders],
    request: z.object({ key: z.string() }),
    idempotencyKey: ({ key }: { key: string }) => key,
    handle: () => undefined,
  };

  it('needs its name, the inbox and the outbox', () => {
    const { FANOUT_CONSUMER, FANOUT_INBOX_TABLE, FANOUT_INBOX_HORIZON_SECONDS } = ofConsumer;
    const environment = { FANOUT_CONSUMER, FANOUT_INBOX_TABLE, FANOUT_INBOX_HORIZON_SECONDS };

    expect(complaint(() => lambdaProducer(definition, { ...environment, FANOUT_OUTBOX_TABLE: 'outbox' }))).toBe(
      undefined,
    );
    expect(complaint(() => lambdaProducer(definition, environment))).toContain('FANOUT_OUTBOX_TABLE must be');
  });
});

describe('lambdaRelay and lambdaSweeper', () => {
  it('take what the constructs set', () => {
    expect(complaint(() => lambdaRelay(ofRelay))).toBeUndefined();
    expect(complaint(() => lambdaSweeper({ ...ofRelay, FANOUT_SWEEP_AFTER_SECONDS: '300' }))).toBeUndefined();
  });

  it.each(['', '{', '[]', '{}', '"arn:aws:sns:x"', '{"orders":"orders"}', '{"orders":7}', 'null'])(
    'refuse topic ARNs given as %s',
    (value) => {
      expect(complaint(() => lambdaRelay({ ...ofRelay, FANOUT_TOPIC_ARNS: value }))).toContain(
        `FANOUT_TOPIC_ARNS must be a JSON object of topic ARNs by topic name, such as {"orders":"arn:aws:sns:..."}, got ${JSON.stringify(value)}`,
      );
    },
  );

  it('have a sibling for items, which takes a quarantine table instead', () => {
    const { FANOUT_TOPIC_ARNS } = ofRelay;
    expect(
      complaint(() => lambdaItemRelay({ FANOUT_TOPIC_ARNS, FANOUT_QUARANTINE_TABLE: 'set-aside' })),
    ).toBeUndefined();
    expect(complaint(() => lambdaItemRelay(ofRelay))).toContain(
      'FANOUT_QUARANTINE_TABLE must be the name or ARN of a DynamoDB table, got nothing',
    );
  });

  it('refuse a sweep age that is no number of seconds', () => {
    expect(complaint(() => lambdaSweeper({ ...ofRelay, FANOUT_SWEEP_AFTER_SECONDS: 'PT5M' }))).toContain(
      'FANOUT_SWEEP_AFTER_SECONDS must be an integer of 1 or more, got "PT5M"',
    );
  });
});
