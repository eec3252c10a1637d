import { defineEvent, defineTopic } from 'fanout/events';
import { guardConsumer, leaseConsumer, transactionalConsumer } from 'fanout/runtime';
import { z } from 'zod';

const userJoined = defineEvent('user.joined', z.object({ userId: z.string(), email: z.string() }));
const pointsEarned = defineEvent('points.earned', z.object({ userId: z.string(), points: z.number() }));
const userWelcomed = defineEvent('user.welcomed', z.object({ userId: z.string() }));
const users = defineTopic('users', { events: [userJoined, pointsEarned, userWelcomed] });

declare const mailer: { send(mail: { to: string; key: string; signal: AbortSignal }): Promise<void> };

// guard: return the item. The runtime makes its creation conditional and knows its own item again.
guardConsumer({ source: '/shop/audit' }).on(userJoined, ({ id, data }) => ({
  TableName: 'audit',
  partitionKey: 'pk',
  Item: { pk: id, userId: data.userId },
}));

// transactional: collect writes and events; they are committed with the inbox marker, or not at all.
transactionalConsumer({ source: '/shop/points', topics: [users] }).on(
  userJoined,
  ({ data }, { transaction }) => {
    transaction.update({
      TableName: 'accounts',
      Key: { pk: data.userId },
      UpdateExpression: 'ADD points :ten',
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeValues: { ':ten': 10 },
    });
    transaction.emit(pointsEarned, { userId: data.userId, points: 10 });
  },
  // Your conditions did not hold: an empty transaction, committed instead. Without this handler the message is retried.
  () => {},
);

// lease: call the outside system. Emitted events are committed with the lease's completion.
leaseConsumer({ source: '/shop/welcome', topics: [users] }).on(userJoined, async ({ data }, context) => {
  await mailer.send({ to: data.email, key: context.idempotencyKey, signal: context.signal });
  context.emit(userWelcomed, { userId: data.userId });
});
