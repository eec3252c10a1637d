import { Duration } from 'aws-cdk-lib';
import { lambdaLimits, sqsLimits } from '../../contracts/limits.ts';
import { maxReceiveCountFor } from '../../contracts/receive-backstop.ts';
import { type PropsCheck, shown } from '../props/props-check.ts';
import type { StageSettings } from '../stages/stage-settings.ts';
import { checkedDeadLetterRetention, checkedRetention } from './checked-retention.ts';
import { checkTimeout, usesRuntime } from './consumer-kind.ts';
import { type PollingSettings, pollingSettings } from './polling-settings.ts';
import { queueFacts } from './queue-facts.ts';
import { type RuntimeSettings, runtimeSettings } from './runtime-settings.ts';
import type { SubscriberProps } from './subscriber-props.ts';

/**
 * What a subscriber's props come to: checked, derived and with the defaults filled in. Of a queue that exists what it says,
 * where it is known.
 */
export interface SubscriberSettings {
  readonly fifo: boolean;
  readonly visibilityTimeoutSeconds: number;
  readonly retentionSeconds: number;
  readonly deadLetterRetentionSeconds: number;
  readonly oldestMessageSeconds: number;
  readonly maxReceiveCount: number;
  /** Undefined without a function. */
  readonly polling?: PollingSettings;
  /** Undefined unless handlers are made by `lambdaConsumer`. */
  readonly runtime?: RuntimeSettings;
}

const DEFAULT_VISIBILITY_SECONDS = 300;
const DEFAULT_MAX_RECEIVE_COUNT = 5;
const MAX_RECEIVE_COUNT_LIMIT = 1000;
const HOUR_SECONDS = 3600;

/** Checks the numbers of a subscriber against each other and against the rules of SQS and Lambda. */
export function subscriberSettings(
  check: PropsCheck,
  props: SubscriberProps,
  stage: StageSettings = {},
): SubscriberSettings {
  const { fifo } = props.topic.definition;
  const polling = props.consumer && pollingSettings(check, props.consumer, fifo, stage.maxConcurrency);
  const timeout = checkTimeout(check, props);
  const runtime =
    props.consumer && usesRuntime(props) ? runtimeSettings(check, props.consumer, polling?.batchSize ?? 1) : undefined;
  const facts = props.queue === undefined ? {} : queueFacts(props.queue);
  const retentionSeconds = checkedRetention(check, props, stage);
  return {
    fifo,
    visibilityTimeoutSeconds: facts.visibilityTimeoutSeconds ?? checkedVisibility(check, props, timeout, polling),
    retentionSeconds,
    deadLetterRetentionSeconds: checkedDeadLetterRetention(check, props),
    oldestMessageSeconds: check.seconds(props.oldestMessageAlarmAfter ?? defaultAlarmAge(retentionSeconds), {
      code: 'OldestMessageAlarmRange',
      prop: 'oldestMessageAlarmAfter',
      min: 60,
      max: retentionSeconds - 1,
      because: 'a message as old as the retention period is gone',
    }),
    maxReceiveCount: facts.maxReceiveCount ?? checkedReceiveCount(check, props, runtime),
    polling,
    runtime,
  };
}

function checkedVisibility(
  check: PropsCheck,
  { visibilityTimeout }: SubscriberProps,
  timeout: number | undefined,
  polling: PollingSettings | undefined,
): number {
  const derived =
    timeout === undefined ? undefined : lambdaLimits.visibilityToTimeoutRatio * timeout + (polling?.windowSeconds ?? 0);
  if (visibilityTimeout === undefined) {
    return derived ?? DEFAULT_VISIBILITY_SECONDS;
  }
  return check.seconds(visibilityTimeout, {
    code: 'VisibilityTimeoutRange',
    prop: 'visibilityTimeout',
    min: derived ?? 0,
    max: sqsLimits.maxVisibilityTimeoutSeconds,
    because: derived === undefined ? undefined : 'a message that comes back while it is handled runs twice',
  });
}

function checkedReceiveCount(
  check: PropsCheck,
  { consumer, maxReceiveCount, topic }: SubscriberProps,
  runtime: RuntimeSettings | undefined,
): number {
  if (runtime !== undefined) {
    if (maxReceiveCount !== undefined) {
      check.add(
        'MaxReceiveCountDerived',
        `maxReceiveCount must be left out with lambdaConsumer, got ${shown(maxReceiveCount)}; it is derived from maxAttempts, which counts real runs only`,
      );
    }
    return maxReceiveCountFor(runtime.maxAttempts, topic.definition.fifo);
  }
  return check.integer(maxReceiveCount ?? DEFAULT_MAX_RECEIVE_COUNT, {
    code: 'MaxReceiveCountRange',
    prop: 'maxReceiveCount',
    min: consumer === undefined ? 1 : DEFAULT_MAX_RECEIVE_COUNT,
    max: MAX_RECEIVE_COUNT_LIMIT,
    because: consumer === undefined ? undefined : 'receives that Lambda throttles count as well',
  });
}

const defaultAlarmAge = (retentionSeconds: number): Duration =>
  Duration.seconds(Math.min(HOUR_SECONDS, Math.floor(retentionSeconds / 2)));
