import { compileFilter } from '../../../../embedded/engine/sns/filter/compile-filter.ts';
import type { FilterPolicy } from '../../../../embedded/engine/sns/filter/filter-policy.ts';
import type { MessageAttributes } from '../../../../embedded/engine/sqs/message.ts';

const notification = { topicArn: 'topic', messageId: 'm', publishedAt: 0 };

/** Whether a message with these attributes passes. */
export const passesByAttributes = (policy: FilterPolicy, messageAttributes: MessageAttributes): boolean =>
  compileFilter(policy, 'MessageAttributes')({ ...notification, message: 'm', messageAttributes });

/** Whether a message with this body passes. */
export const passesByBody = (policy: FilterPolicy, message: string): boolean =>
  compileFilter(policy, 'MessageBody')({ ...notification, message, messageAttributes: {} });

export const text = (stringValue: string) => ({ dataType: 'String', stringValue });
export const number = (stringValue: string) => ({ dataType: 'Number', stringValue });
export const list = (...values: readonly unknown[]) => ({
  dataType: 'String.Array',
  stringValue: JSON.stringify(values),
});
