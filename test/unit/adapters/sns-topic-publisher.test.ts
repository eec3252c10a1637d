import { describe, expect, it } from 'vitest';
import { RequestDeadline } from '../../../lambdas/adapters/request-deadline.ts';
import { SnsTopicPublisher } from '../../../lambdas/adapters/sns-topic-publisher.ts';
import { brokenConnection, CannedService, type WireAnswer } from './canned-service.ts';

const entry = { body: 'x', attributes: {} };

function publish(answer: WireAnswer, count = 1) {
  const service = new CannedService(answer);
  const publisher = new SnsTopicPublisher({ client: service.sns(), deadline: new RequestDeadline() });
  return publisher.publishBatch(
    'arn:aws:sns:us-east-1:000000000000:topic',
    Array.from({ length: count }, () => entry),
  );
}

const answer = (members: string): WireAnswer => ({
  body: `<PublishBatchResponse><PublishBatchResult>${members}</PublishBatchResult></PublishBatchResponse>`,
});
const failed = (id: number, code: string, senderFault: boolean): string =>
  `<Failed><member><Id>${id}</Id><Code>${code}</Code><Message>no</Message><SenderFault>${senderFault}</SenderFault></member></Failed>`;
const requestError = (code: string, message = 'no'): WireAnswer => ({
  status: 400,
  body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
});

describe('SnsTopicPublisher', () => {
  it.each([
    ['InvalidParameter', true, 'refused'],
    ['InvalidParameterValue', true, 'refused'],
    ['ValidationError', true, 'refused'],
    ['InvalidParameter', false, 'failed'],
    ['AuthorizationError', true, 'failed'],
    ['KMSDisabled', true, 'failed'],
    ['Throttled', true, 'failed'],
    ['InternalError', false, 'failed'],
  ])('G1 answers an entry with %s, the sender at fault: %s, with %s', async (code, senderFault, outcome) => {
    expect(await publish(answer(failed(0, code, senderFault)))).toEqual([{ outcome, code, message: 'no' }]);
  });

  it('G1 answers an entry that SNS does not mention with failed', async () => {
    const successful = '<Successful><member><Id>1</Id><MessageId>m</MessageId></member></Successful>';

    expect(await publish(answer(successful), 3)).toMatchObject([
      { outcome: 'failed', code: 'NO_ANSWER' },
      { outcome: 'published' },
      { outcome: 'failed', code: 'NO_ANSWER' },
    ]);
  });

  it.each([
    ['BatchRequestTooLong', 2, 'failed'],
    ['BatchRequestTooLong', 1, 'refused'],
    ['InvalidParameter', 1, 'refused'],
    ['AuthorizationError', 1, 'failed'],
  ])('answers %s for a whole request of %d with %s', async (code, count, outcome) => {
    const results = await publish(requestError(code), count);

    expect(results).toHaveLength(count);
    for (const result of results) {
      expect(result).toMatchObject({ outcome, code: expect.stringContaining(code) });
    }
  });

  it('G1 condemns no entry for the ARN of its topic, which somebody can put right', async () => {
    const message = 'Invalid parameter: TopicArn Reason: An ARN must have at least 6 elements, not 1';

    expect(await publish(requestError('InvalidParameter', message))).toMatchObject([{ outcome: 'failed', message }]);
  });

  it('answers a broken connection for every entry', async () => {
    expect(await publish(brokenConnection(), 2)).toMatchObject([
      { outcome: 'failed', message: 'socket hang up' },
      { outcome: 'failed', message: 'socket hang up' },
    ]);
  });
});
