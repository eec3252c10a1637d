import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { ItemOutbox } from '../outbox/item-outbox.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { Subscriber } from '../subscribers/subscriber.ts';
import type { IEventTopic } from '../topics/event-topic-base.ts';
import { PERIOD, timeToDrain } from './backlog-metrics.ts';

/** One graph of a dashboard. */
export interface Graph {
  readonly title: string;
  readonly width: number;
  readonly left: readonly IMetric[];
  readonly right: readonly IMetric[];
}

const graph = (title: string, width: number, left: IMetric[], right: IMetric[] = []): Graph => ({
  title,
  width,
  left,
  right,
});

/** What a dashboard shows of a topic. */
export const topicRow = (topic: IEventTopic): readonly Graph[] => [
  graph('Published', 12, [topic.metricMessagesPublished()]),
  graph('Not delivered', 12, [topic.metricDeliveriesFailed(), topic.metricMessagesLost()]),
];

/** What a dashboard shows of an outbox. */
export function outboxRow(outbox: Outbox | ItemOutbox): readonly Graph[] {
  const age = outbox.metricIteratorAge({ period: PERIOD });
  const relayGraph = graph('Relay: errors, throttles; behind its stream, ms', 8, relaySums(outbox.relay), [age]);
  // What is unpublished of items nobody can count: the relay's age stands for it.
  return outbox instanceof ItemOutbox
    ? [graph('Quarantined', 8, [outbox.metricQuarantined()]), relayGraph]
    : [
        graph('Oldest unpublished, ms', 8, [outbox.metricOldestUnpublished()]),
        graph('Unpublished and quarantined', 8, [outbox.metricUnpublished(), outbox.metricQuarantined()]),
        relayGraph,
      ];
}

const relaySums = (relay: Outbox['relay']): IMetric[] => [
  relay.metricErrors({ statistic: 'Sum', period: PERIOD }),
  relay.metricThrottles({ statistic: 'Sum', period: PERIOD }),
];

/** What a dashboard shows of a subscriber. */
export function subscriberRow(subscriber: Subscriber): readonly Graph[] {
  const { queue, consumerFunction, settings, topic } = subscriber;
  const noisy = topic.definition.tenantKey === undefined ? [] : [subscriber.metricNoisyTenants()];
  const sum = { statistic: 'Sum', period: PERIOD };
  const rates = [queue.metricNumberOfMessagesSent(sum), queue.metricNumberOfMessagesDeleted(sum)];
  return [
    graph('Backlog; oldest message, s', 6, [subscriber.metricBacklog(), ...noisy], [subscriber.metricOldestMessage()]),
    graph('Came and went; seconds to drain', 6, rates, [timeToDrain(queue, settings.retentionSeconds)]),
    graph('Dead letters and undelivered', 6, [subscriber.metricDeadLetters(), subscriber.metricUndelivered()]),
    ...(consumerFunction === undefined
      ? []
      : [
          graph(
            'Errors and throttles; duration, ms',
            6,
            [consumerFunction.metricErrors(sum), consumerFunction.metricThrottles(sum)],
            [
              consumerFunction.metricDuration({ statistic: 'p50', period: PERIOD }),
              consumerFunction.metricDuration({ statistic: 'p99', period: PERIOD }),
            ],
          ),
        ]),
  ];
}
