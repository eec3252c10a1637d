import { PublishBatchCommand, type SNSClient, SNSServiceException } from '@aws-sdk/client-sns';
import type { PublishEntry, PublishResult, TopicPublisher } from '../runtime/ports/index.ts';
import type { RequestDeadline } from './request-deadline.ts';

/** Props for {@link SnsTopicPublisher}. */
export interface SnsTopicPublisherProps {
  readonly client: SNSClient;
  readonly deadline: RequestDeadline;
}

/** Topics of SNS. */
export class SnsTopicPublisher implements TopicPublisher {
  readonly #props: SnsTopicPublisherProps;

  constructor(props: SnsTopicPublisherProps) {
    this.#props = props;
  }

  async publishBatch(topicArn: string, entries: readonly PublishEntry[]): Promise<readonly PublishResult[]> {
    const { client, deadline } = this.#props;
    const publish = new PublishBatchCommand({
      TopicArn: topicArn,
      PublishBatchRequestEntries: entries.map((entry, index) => ({
        Id: String(index),
        Message: entry.body,
        MessageAttributes: Object.fromEntries(
          Object.entries(entry.attributes).map(([name, value]) => [name, { DataType: 'String', StringValue: value }]),
        ),
        MessageGroupId: entry.groupId,
        MessageDeduplicationId: entry.deduplicationId,
      })),
    });
    try {
      const { Successful: confirmed = [], Failed: failed = [] } = await client.send(publish, deadline.options());
      const results = new Map<string | undefined, PublishResult>([
        ...confirmed.map(({ Id }) => [Id, { outcome: 'published' }] as const),
        ...failed.map(
          ({ Id, Code = '', Message = '', SenderFault = false }) =>
            [
              Id,
              {
                outcome: SenderFault && isPermanent(Code, Message) ? 'refused' : 'failed',
                code: Code,
                message: Message,
              },
            ] as const,
        ),
      ]);
      return entries.map((_, index) => results.get(String(index)) ?? NO_ANSWER);
    } catch (error) {
      return entries.map(() => resultOf(error, entries.length));
    }
  }
}

const NO_ANSWER: PublishResult = { outcome: 'failed', code: 'NO_ANSWER', message: 'SNS did not answer for the entry' };

/**
 * Faults that are in the message itself. Other faults of the sender heal without the message being changed: a missing
 * permission, a disabled key, a throttle, a topic that is being replaced.
 */
const PERMANENT =
  /^(InvalidParameter(Value)?|ParameterValueInvalid|ValidationError|BatchRequestTooLong|MessageTooLong)(Exception)?$/;

/** What is wrong with the topic's ARN is in nobody's message: the relay is set up wrongly, and can be put right. */
const isPermanent = (code: string, message: string): boolean => PERMANENT.test(code) && !/\bTopicArn\b/.test(message);

/** An error of the whole request condemns an entry only when it was alone. */
function resultOf(error: unknown, entryCount: number): PublishResult {
  const code = error instanceof Error ? error.name : 'UNKNOWN';
  const message = error instanceof Error ? error.message : String(error);
  const refused = error instanceof SNSServiceException && entryCount === 1 && isPermanent(code, message);
  return { outcome: refused ? 'refused' : 'failed', code, message };
}
