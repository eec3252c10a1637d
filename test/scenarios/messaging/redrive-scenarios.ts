import type { QueueAttributes } from '../../../embedded/engine/sqs/queue-attributes.ts';
import type { Scenario } from '../scenario.ts';
import { bodies, type MessagingServices, newQueue, newTopic, receive, refusal, sendAll } from './messaging-services.ts';

const API = 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference';
const GUIDE = 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide';
const QUEUES = `${GUIDE}/sqs-dead-letter-queues.html`;

/** A queue without visibility time-out that dead-letters after two receives. */
async function pair(services: MessagingServices, fifoQueue = false) {
  const kind = fifoQueue ? { fifoQueue } : {};
  const dead = await newQueue(services, kind);
  const redrivePolicy = { deadLetterTargetArn: dead, maxReceiveCount: 2 };
  return { dead, queueArn: await newQueue(services, { ...kind, visibilityTimeout: 0, redrivePolicy }) };
}

/** The same, with messages that have been moved to the dead-letter queue. */
async function buried(services: MessagingServices, ...messages: readonly string[]) {
  const { dead, queueArn } = await pair(services);
  await sendAll(services, queueArn, ...messages);
  for (let receives = 0; receives < 3; receives += 1) await receive(services, queueArn);
  return { dead, queueArn };
}

/** Waits, half a second at a time, until no task of the queue runs. */
async function finished(services: MessagingServices, sourceArn: string) {
  for (let waits = 0; waits < 20; waits += 1) {
    const [task] = (await services.sqs.listMessageMoveTasks({ sourceArn })).results;
    if (task?.status !== 'RUNNING') return task;
    await services.wait(0.5);
  }
  throw new Error(`a task of ${sourceArn} still runs`);
}

/** Dead-letter queues and the ways back from them. */
export const redriveScenarios: readonly Scenario<MessagingServices>[] = [
  {
    name: 'a message moves at the receive that exceeds maxReceiveCount, with its id, count and origin',
    page: QUEUES,
    async run(services) {
      const { dead, queueArn } = await pair(services);
      const { messageId } = await services.sqs.sendMessage({ queueArn, body: 'a' });
      const counts: number[] = [];
      for (let receives = 0; receives < 3; receives += 1) {
        counts.push(...(await receive(services, queueArn)).map((message) => message.approximateReceiveCount));
      }
      const [letter] = await receive(services, dead);
      return {
        counts,
        sameId: letter?.messageId === messageId,
        count: letter?.approximateReceiveCount,
        fromSource: letter?.deadLetterQueueSourceArn === queueArn,
      };
    },
    sees: { counts: [1, 2], sameId: true, count: 3, fromSource: true },
  },
  {
    name: 'a message from FIFO to FIFO gets its message id as deduplication id, and keeps its group',
    page: `${GUIDE}/sqs-configure-dead-letter-queue-redrive.html`,
    async run(services) {
      const { dead, queueArn } = await pair(services, true);
      await sendAll(services, queueArn, 'a1');
      for (let receives = 0; receives < 3; receives += 1) await receive(services, queueArn);
      const [letter] = await receive(services, dead);
      return [letter?.messageGroupId, letter?.messageDeduplicationId === letter?.messageId];
    },
    sees: ['a', true],
  },
  {
    name: 'a redrive policy names an existing queue of the same kind and 1 to 1000 receives',
    page: QUEUES,
    async run(services) {
      const dead = await newQueue(services);
      const fifo = await newQueue(services, { fifoQueue: true });
      const create = (deadLetterTargetArn: string, maxReceiveCount = 2) =>
        refusal(newQueue(services, { redrivePolicy: { deadLetterTargetArn, maxReceiveCount } }));
      return [await create(dead, 0), await create(dead, 1_001), await create(fifo), await create(`${dead}-none`)];
    },
    sees: Array(4).fill('InvalidParameterValue'),
  },
  {
    name: 'a dead-letter queue can refuse its sources',
    page: QUEUES,
    async run(services) {
      const create = async (redriveAllowPolicy: QueueAttributes['redriveAllowPolicy']) => {
        const deadLetterTargetArn = await newQueue(services, { redriveAllowPolicy });
        return refusal(newQueue(services, { redrivePolicy: { deadLetterTargetArn, maxReceiveCount: 2 } }));
      };
      const others = ['arn:aws:sqs:us-east-1:000000000000:another'];
      return [
        await create({ redrivePermission: 'allowAll' }),
        await create({ redrivePermission: 'denyAll' }),
        await create({ redrivePermission: 'byQueue', sourceQueueArns: others }),
      ];
    },
    sees: ['ok', 'InvalidParameterValue', 'InvalidParameterValue'],
  },
  {
    name: 'a dead-letter queue knows its sources',
    page: `${API}/API_ListDeadLetterSourceQueues.html`,
    async run(services) {
      const { dead, queueArn } = await pair(services);
      const { queueArns } = await services.sqs.listDeadLetterSourceQueues({ queueArn: dead });
      return queueArns.map((arn) => arn === queueArn);
    },
    sees: [true],
  },
  {
    name: 'a move task gives messages back to their source as new ones',
    page: `${API}/API_StartMessageMoveTask.html`,
    async run(services) {
      const { dead, queueArn } = await buried(services, 'a', 'b');
      await services.sqs.startMessageMoveTask({ sourceArn: dead });
      const task = await finished(services, dead);
      const received = await receive(services, queueArn);
      return {
        status: task?.status,
        moved: task?.approximateNumberOfMessagesMoved,
        toMove: task?.approximateNumberOfMessagesToMove,
        received: received.map(({ body, approximateReceiveCount }) => `${body}: ${approximateReceiveCount}`).sort(),
      };
    },
    sees: { status: 'COMPLETED', moved: 2, toMove: 2, received: ['a: 1', 'b: 1'] },
  },
  {
    name: 'a moved message has a new id',
    page: `${GUIDE}/sqs-configure-dead-letter-queue-redrive.html`,
    async run(services) {
      const { dead, queueArn } = await buried(services, 'a');
      const [letter] = (await services.sqs.receiveMessage({ queueArn: dead, visibilityTimeout: 0 })).messages;
      await services.sqs.startMessageMoveTask({ sourceArn: dead });
      await finished(services, dead);
      const [moved] = await receive(services, queueArn);
      return [moved?.body, moved?.messageId === letter?.messageId, moved?.deadLetterQueueSourceArn === undefined];
    },
    sees: ['a', false, true],
  },
  {
    name: 'a move task keeps to its rate, runs once per queue and can be cancelled',
    page: `${API}/API_CancelMessageMoveTask.html`,
    async run(services) {
      const { dead } = await buried(services, ...'abcdefghij');
      const start = () => services.sqs.startMessageMoveTask({ sourceArn: dead, maxNumberOfMessagesPerSecond: 1 });
      const { taskHandle } = await start();
      const second = await refusal(start());
      await services.wait(1);
      const { approximateNumberOfMessagesMoved: moved } = await services.sqs.cancelMessageMoveTask({ taskHandle });
      const again = await refusal(services.sqs.cancelMessageMoveTask({ taskHandle: 'nonsense' }));
      return [second, moved >= 1 && moved < 10, again];
    },
    sees: ['InvalidParameterValue', true, 'InvalidParameterValue'],
  },
  {
    name: 'a move task starts only at the dead-letter queue of an SQS queue, at 1 to 500 messages a second',
    page: `${API}/API_StartMessageMoveTask.html`,
    async run(services) {
      const { dead, queueArn } = await pair(services);
      const topicArn = await newTopic(services);
      const ofTopic = await newQueue(services);
      const redrivePolicy = { deadLetterTargetArn: ofTopic };
      await services.sns.subscribe({ topicArn, protocol: 'sqs', endpoint: queueArn, attributes: { redrivePolicy } });
      const start = (sourceArn: string, maxNumberOfMessagesPerSecond?: number) =>
        refusal(services.sqs.startMessageMoveTask({ sourceArn, maxNumberOfMessagesPerSecond }));
      return [
        await start(queueArn),
        await start(ofTopic),
        await start(dead, 501),
        await start(`${dead}-none`),
        await bodies(services, dead),
      ];
    },
    sees: ['InvalidParameterValue', 'InvalidParameterValue', 'InvalidParameterValue', 'ResourceNotFound', []],
  },
];
