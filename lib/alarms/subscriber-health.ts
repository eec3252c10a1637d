import {
  AlarmRule,
  ComparisonOperator,
  CompositeAlarm,
  type IAlarmAction,
  type IMetric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { TIME_TO_ACT } from '../retention.ts';
import type { Subscriber } from '../subscribers/subscriber.ts';
import type { SubscriberSettings } from '../subscribers/subscriber-settings.ts';
import { backlogGrowth, groupSkew, PERIOD, timeToDrain } from './backlog-metrics.ts';
import { FanoutAlarm } from './fanout-alarm.ts';
import { UndeliveredExpiryAlarm } from './undelivered-expiry-alarm.ts';

const EXPIRY_SHARE = 0.75;
/** Of the invocations that a FIFO queue could have at the same time. */
const FEW_GROUPS_SHARE = 0.1;
const DEFAULT_CONCURRENCY = 50;

/**
 * What ails a subscriber, beside the alarms that it has itself. Defines alarms on messages that are about to expire, which
 * tell somebody each; alarms on symptoms, which tell nobody; and one composite alarm over the symptoms, which does.
 */
export class SubscriberHealth extends Construct {
  /** Messages of the queue expire soon. */
  readonly expiry: FanoutAlarm;
  /** Dead letters expire soon. */
  readonly deadLetterExpiry: FanoutAlarm;
  /** What SNS could not deliver expires soon. Undefined where an `UndeliveredQueue` of another Region has that alarm. */
  readonly undeliveredExpiry?: FanoutAlarm;
  /** What {@link unhealthy} looks at. */
  readonly symptoms: readonly FanoutAlarm[];
  /** Rings when any symptom does, once for all of them. */
  readonly unhealthy: CompositeAlarm;

  constructor(subscriber: Subscriber, id: string, alarmActions: readonly IAlarmAction[]) {
    super(subscriber, id);
    const { name, settings } = subscriber;
    this.expiry = this.#alarm('ExpiryAlarm', subscriber.metricOldestMessage(), {
      threshold: Math.floor(settings.retentionSeconds * EXPIRY_SHARE),
      alarmDescription: `Messages for ${name} expire soon: the oldest has used three quarters of the retention period. Raise retentionPeriod first, it holds for the messages that are there; then find out why ${name} does not handle them.`,
      alarmActions,
    });
    this.deadLetterExpiry = this.#alarm(
      'DeadLetterExpiryAlarm',
      subscriber.deadLetterQueue.metricApproximateAgeOfOldestMessage({ statistic: 'Maximum', period: PERIOD }),
      {
        threshold: deadLetterAge(settings),
        alarmDescription: `Dead letters of ${name} expire within days. Redrive them, or save them elsewhere: nobody can after that. On standard queues their clock began in the first queue, which the metric does not show and this threshold allows for.`,
        alarmActions,
      },
    );
    if (subscriber.subscriptionDeadLetterAlarm?.node.scopes.includes(subscriber)) {
      this.undeliveredExpiry = new UndeliveredExpiryAlarm(this, 'UndeliveredExpiryAlarm', {
        queue: subscriber.subscriptionDeadLetterQueue,
        subscriber: name,
        alarmActions,
      });
    }
    this.symptoms = this.#symptomsOf(subscriber);
    this.unhealthy = new CompositeAlarm(this, 'UnhealthyAlarm', {
      alarmRule: AlarmRule.anyOf(...[subscriber.oldestMessageAlarm ?? [], this.symptoms].flat()),
      alarmDescription: `${name} is unhealthy. The alarms in ALARM among its symptoms say why, and what to do: its messages are old, its backlog grows or will not drain, or its function fails or is throttled.`,
    });
    this.unhealthy.addAlarmAction(...alarmActions);
  }

  #symptomsOf({ name, queue, settings, consumerFunction }: Subscriber): readonly FanoutAlarm[] {
    const symptoms = [
      this.#alarm('BacklogGrowingAlarm', backlogGrowth(queue), {
        threshold: 0,
        evaluationPeriods: 6,
        datapointsToAlarm: 5,
        alarmDescription: `The backlog of ${name} has grown for half an hour: it is slower than its events come. Look at its duration and errors; raise maxConcurrency or batchSize, or make the handler faster.`,
      }),
      this.#alarm('TimeToDrainAlarm', timeToDrain(queue, settings.retentionSeconds), {
        threshold: settings.oldestMessageSeconds,
        evaluationPeriods: 3,
        alarmDescription: `At its present rate ${name} needs longer for what waits than a message may grow old. The value is the retention period when nothing is handled at all: then look whether the mapping is enabled and the function starts.`,
      }),
    ];
    if (settings.fifo) {
      const most = settings.polling?.maxConcurrency ?? DEFAULT_CONCURRENCY;
      symptoms.push(
        this.#alarm('GroupSkewAlarm', groupSkew(queue, Math.max(1, Math.floor(most * FEW_GROUPS_SHARE))), {
          threshold: 0,
          evaluationPeriods: 6,
          alarmDescription: `Many messages of ${name} wait behind the heads of a few message groups. More concurrency does not help: look for a head that keeps failing, or choose an ordering key that spreads better.`,
        }),
      );
    }
    return consumerFunction === undefined ? symptoms : [...symptoms, ...this.#symptomsIn(name, consumerFunction)];
  }

  #symptomsIn(name: string, consumerFunction: IFunction): readonly FanoutAlarm[] {
    return [
      this.#alarm('ErrorsAlarm', consumerFunction.metricErrors({ statistic: 'Sum', period: PERIOD }), {
        threshold: 0,
        evaluationPeriods: 3,
        alarmDescription: `The function of ${name} has crashed, timed out or not started for 15 minutes. What a handler throws does not count here, it is in the log. Look for platform.report and Runtime errors in its log group.`,
      }),
      this.#alarm('ThrottlesAlarm', consumerFunction.metricThrottles({ statistic: 'Sum', period: PERIOD }), {
        threshold: 0,
        evaluationPeriods: 3,
        alarmDescription: `The function of ${name} has been throttled for 15 minutes: the account, or its reserved concurrency, has none left. Lower the maxConcurrency of others, or raise the quota.`,
      }),
    ];
  }

  #alarm(id: string, metric: IMetric, options: AlarmOptions): FanoutAlarm {
    return new FanoutAlarm(this, id, {
      metric,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      ...options,
    });
  }
}

interface AlarmOptions {
  readonly threshold: number;
  readonly alarmDescription: string;
  readonly evaluationPeriods?: number;
  readonly datapointsToAlarm?: number;
  readonly alarmActions?: readonly IAlarmAction[];
}

/**
 * Age in the dead-letter queue at which a dead letter has three days left, when it came there at the end of its time in the
 * first queue; half of what it has left where that is less; 0 where it may have nothing left.
 */
function deadLetterAge({ fifo, retentionSeconds, deadLetterRetentionSeconds }: SubscriberSettings): number {
  const left = Math.max(0, deadLetterRetentionSeconds - (fifo ? 0 : retentionSeconds));
  return Math.max(left - TIME_TO_ACT.toSeconds(), Math.floor(left / 2));
}
