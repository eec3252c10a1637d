import { environmentNames } from '../../contracts/environment.ts';
import type { TopicDefinition } from '../../contracts/event.ts';
import type { OutboxForm } from '../runtime/consumer-definition.ts';
import type { EnvironmentReader } from './environment-reader.ts';

/** What a variable may hold, in words and as a pattern. */
interface VariableRule {
  readonly allowed: string;
  readonly pattern: RegExp;
}

export const COMPONENT_NAME: VariableRule = { allowed: 'a name without "#"', pattern: /^[^#]+$/ };
export const TABLE_NAME: VariableRule = {
  allowed: 'the name or ARN of a DynamoDB table',
  pattern: /^(arn:[\w-]+:dynamodb:.+|[\w.-]{3,255})$/,
};
export const QUEUE_URL: VariableRule = { allowed: 'the URL of an SQS queue', pattern: /^https?:\/\// };

/** Name of the outbox table; undefined when no entries are emitted, and then it need not be set. */
export function outboxTableName(
  read: EnvironmentReader,
  { topics = [], outbox = 'entry' }: { readonly topics?: readonly TopicDefinition[]; readonly outbox?: OutboxForm },
): string | undefined {
  const { allowed, pattern } = TABLE_NAME;
  return topics.length === 0 || outbox === 'inline'
    ? read.optionalText(environmentNames.outboxTable, allowed, pattern)
    : read.text(environmentNames.outboxTable, `${allowed}, because events are emitted`, pattern);
}
