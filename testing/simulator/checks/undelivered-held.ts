import { idIn } from '../envelope-of.ts';
import type { World } from '../world.ts';

/**
 * G1 G5: what SNS could not deliver is held as it was published. SNS adds no reason of its own, so event, group and
 * attributes must be whole: https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html.
 */
export const undeliveredHeld = (world: World): readonly string[] => [
  ...world.messaging.sns.undelivered.map(
    ({ reason, deadLetterFailure }) =>
      `G1 SNS lost a message that it could not deliver: ${reason}, ${deadLetterFailure}`,
  ),
  ...world.consumers.flatMap(({ name, queue, undelivered, spec }) =>
    undelivered.messages.flatMap(({ body, messageGroupId, messageAttributes }) => {
      const id = idIn(body) ?? '';
      const entry = world.committedOf(body);
      const isWhole =
        entry?.body === body &&
        Object.keys(entry.attributes).every((attribute) => attribute in messageAttributes) &&
        (!spec.topic.fifo || messageGroupId === entry.orderingKey);
      const what = `${world.name(id)} in the subscription's dead-letter queue of ${name}`;
      return [
        ...(world.messaging.refusedBy(queue.arn).includes(id) ? [] : [`G5 nobody refused ${what}`]),
        ...(isWhole ? [] : [`G5 what was published is not whole: ${what}`]),
      ];
    }),
  ),
];
