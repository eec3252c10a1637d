import { Stack } from 'aws-cdk-lib';
import { CfnEventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { CfnTopic } from 'aws-cdk-lib/aws-sns';
import { CfnQueue } from 'aws-cdk-lib/aws-sqs';
import { breaks } from './breaks.ts';
import { plainAlarm, plainFanout, streamReader } from './plain-fanout.ts';

const days14 = { messageRetentionPeriod: 1_209_600 };

breaks('G7 dead letters', [
  {
    rule: 'Fanout-MissingDeadLetterQueue',
    what: 'a queue of its own, and not by a dead-letter queue that a function reads',
    good: (stack) => readBySecond(stack, plainFanout(stack).deadLetterQueue),
    bad: (stack) => {
      plainFanout(stack);
      readBySecond(stack, new CfnQueue(stack, 'Bare'));
    },
  },
  {
    rule: 'Fanout-DeadLetterRetentionTooShort',
    what: 'a dead-letter queue of its own Region, not by a namesake in another',
    good: (stack) => namedIn(inFrankfurt(stack), 'eu-west-1'),
    bad: (stack) => namedIn(inFrankfurt(stack), 'eu-central-1'),
  },
  {
    rule: 'Fanout-DeadLetterRetentionTooShort',
    what: 'a dead-letter queue that is named by its ARN',
    good: (stack) => namedByArn(stack, 345_601),
    bad: (stack) => namedByArn(stack, 345_600),
  },
  {
    rule: 'Fanout-MissingSubscriptionDeadLetterQueue',
    what: 'a subscription that the topic lists itself',
    good: (stack) => listedByTopic(stack, 'email'),
    bad: (stack) => listedByTopic(stack, 'lambda'),
  },
  {
    rule: 'Fanout-MissingDeadLetterQueue',
    what: 'a queue that a function reads',
    good: (stack) => plainFanout(stack),
    bad: (stack) => {
      const { function: consumer } = plainFanout(stack);
      map(stack, 'Second', new CfnQueue(stack, 'Bare', { visibilityTimeout: 60 }).attrArn, consumer.ref);
    },
  },
  {
    rule: 'Fanout-RedriveNotAllowed',
    what: 'a dead-letter queue that allows others',
    good: (stack) => plainFanout(stack, { deadLetterQueue: allowing(['Queue']) }),
    bad: (stack) => plainFanout(stack, { deadLetterQueue: allowing(['SubscriptionDeadLetterQueue']) }),
  },
  {
    rule: 'Fanout-RedriveNotAllowed',
    what: 'a dead-letter queue that allows nobody',
    good: (stack) =>
      plainFanout(stack, { deadLetterQueue: { ...days14, redriveAllowPolicy: { redrivePermission: 'allowAll' } } }),
    bad: (stack) =>
      plainFanout(stack, { deadLetterQueue: { ...days14, redriveAllowPolicy: { redrivePermission: 'denyAll' } } }),
  },
  {
    rule: 'Fanout-RedriveSourcesAboveLimit',
    what: 'an eleventh source',
    good: (stack) => plainFanout(stack, { deadLetterQueue: allowing(['Queue', ...elsewhere(9)]) }),
    bad: (stack) => plainFanout(stack, { deadLetterQueue: allowing(['Queue', ...elsewhere(10)]) }),
  },
  {
    rule: 'Fanout-DeadLettersUnwatched',
    what: 'a dead-letter queue without an alarm',
    good: (stack) => {
      plainAlarm(stack, 'Alarm', withDeadLetterQueue(stack));
    },
    bad: withDeadLetterQueue,
  },
]);

function allowing(ids: readonly string[]): Record<string, unknown> {
  const sourceQueueArns = ids.map((id) => (id.startsWith('arn:') ? id : { 'Fn::GetAtt': [id, 'Arn'] }));
  return { ...days14, redriveAllowPolicy: { redrivePermission: 'byQueue', sourceQueueArns } };
}

const elsewhere = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `arn:aws:sqs:eu-central-1:111122223333:other-${index}`);

const map = (stack: Stack, id: string, eventSourceArn: string, functionName: string): CfnEventSourceMapping =>
  new CfnEventSourceMapping(stack, id, {
    eventSourceArn,
    functionName,
    functionResponseTypes: ['ReportBatchItemFailures'],
    scalingConfig: { maximumConcurrency: 2 },
  });

function withDeadLetterQueue(stack: Stack): CfnQueue {
  const deadLetterQueue = new CfnQueue(stack, 'Dead', days14);
  new CfnQueue(stack, 'Source', {
    redrivePolicy: { deadLetterTargetArn: deadLetterQueue.attrArn, maxReceiveCount: 5 },
  });
  return deadLetterQueue;
}

const listedByTopic = (stack: Stack, protocol: string): CfnTopic =>
  new CfnTopic(stack, 'Topic', { subscription: [{ endpoint: 'somewhere', protocol }] });

function readBySecond(stack: Stack, queue: CfnQueue): void {
  queue.visibilityTimeout = 18;
  map(stack, 'Second', queue.attrArn, streamReader(stack, 'Reader').ref);
}

/** By the name of a queue here, in a Region. */
function namedIn(stack: Stack, region: string): void {
  const { queue } = plainFanout(stack, { deadLetterQueue: { queueName: 'dead', messageRetentionPeriod: 345_600 } });
  const deadLetterTargetArn = `arn:aws:sqs:${region}:111122223333:dead`;
  queue.redrivePolicy = { deadLetterTargetArn, maxReceiveCount: 5 };
}

function namedByArn(stack: Stack, messageRetentionPeriod: number): void {
  const { queue } = plainFanout(stack, { deadLetterQueue: { queueName: 'dead', messageRetentionPeriod } });
  new CfnTopic(stack, 'Namesake', { topicName: 'dead' });
  const deadLetterTargetArn = stack.formatArn({ service: 'sqs', resource: 'dead' });
  queue.redrivePolicy = { deadLetterTargetArn, maxReceiveCount: 5 };
}

const inFrankfurt = ({ node }: Stack): Stack =>
  new Stack(node.root, 'Frankfurt', { env: { account: '111122223333', region: 'eu-central-1' } });
