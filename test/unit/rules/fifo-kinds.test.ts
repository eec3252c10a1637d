import { breaks } from './breaks.ts';
import { plainFanout, subscribe } from './plain-fanout.ts';

const fifo = { fifoQueue: true };
const allFifo = {
  topic: { fifoTopic: true },
  queue: { ...fifo, visibilityTimeout: 60 },
  deadLetterQueue: fifo,
  subscriptionDeadLetterQueue: fifo,
};

breaks('G7 FIFO and standard', [
  {
    rule: 'Fanout-StandardTopicToFifoQueue',
    what: 'a standard topic on a FIFO queue',
    good: (stack) => plainFanout(stack, allFifo),
    bad: (stack) => plainFanout(stack, { queue: allFifo.queue, deadLetterQueue: fifo }),
  },
  {
    rule: 'Fanout-FifoTopicToStandardQueue',
    what: 'a FIFO topic on a standard queue',
    good: (stack) => plainFanout(stack, allFifo),
    bad: (stack) => plainFanout(stack, { topic: allFifo.topic, subscriptionDeadLetterQueue: fifo }),
  },
  {
    rule: 'Fanout-FifoTopicProtocol',
    what: 'a FIFO topic on an e-mail address',
    good: (stack) => plainFanout(stack, allFifo),
    bad: (stack) => subscribe(stack, plainFanout(stack, allFifo).topic, 'email', 'ada@example.com'),
  },
  {
    rule: 'Fanout-DeadLetterQueueKind',
    what: 'a FIFO queue with a standard dead-letter queue',
    good: (stack) => plainFanout(stack, allFifo),
    bad: (stack) => plainFanout(stack, { ...allFifo, deadLetterQueue: {} }),
  },
  {
    rule: 'Fanout-SubscriptionDeadLetterQueueKind',
    what: 'a FIFO topic with a standard dead-letter queue of the subscription',
    good: (stack) => plainFanout(stack, allFifo),
    bad: (stack) => plainFanout(stack, { ...allFifo, subscriptionDeadLetterQueue: {} }),
  },
]);
