import { Duration } from 'aws-cdk-lib';
import { sqsLimits } from '../../contracts/limits.ts';
import { type IntegerBounds, type PropsCheck, shown } from '../props/props-check.ts';
import { DEAD_LETTER_RETENTION, DEFAULT_RETENTION, RETENTION_BOUNDS } from '../retention.ts';
import type { StageSettings } from '../stages/stage-settings.ts';
import { deadLetterQueueOf } from './existing-queue.ts';
import { queueFacts } from './queue-facts.ts';
import type { SubscriberProps } from './subscriber-props.ts';

const DEAD_LETTER_RETENTION_BOUNDS: IntegerBounds = {
  code: 'DeadLetterRetentionRange',
  prop: 'deadLetterRetentionPeriod',
  min: sqsLimits.minRetentionSeconds,
  max: sqsLimits.maxRetentionSeconds,
};

/** For how long the queue keeps messages: what is stated, or what a queue that exists says, which must agree. */
export function checkedRetention(
  check: PropsCheck,
  { retentionPeriod, queue }: SubscriberProps,
  stage: StageSettings,
): number {
  const known = queue && queueFacts(queue).retentionSeconds;
  if (queue === undefined || known === undefined) {
    const staged = queue === undefined ? stage.retentionPeriod : undefined;
    return check.seconds(retentionPeriod ?? staged ?? DEFAULT_RETENTION, RETENTION_BOUNDS);
  }
  checkStated(check, 'RetentionMismatch', { prop: 'retentionPeriod', stated: retentionPeriod, known });
  return check.integer(known, { ...RETENTION_BOUNDS, prop: `the retention period of ${queue.node.path}` });
}

/** For how long the dead-letter queue keeps messages: ours for 14 days, one that exists as it says or is stated. */
export function checkedDeadLetterRetention(check: PropsCheck, props: SubscriberProps): number {
  const { queue, deadLetterRetentionPeriod: stated } = props;
  if (queue === undefined) {
    if (stated !== undefined) {
      check.add(
        'DeadLetterRetentionAlone',
        `deadLetterRetentionPeriod must be left out without queue, got ${shown(stated)}; a dead-letter queue that is defined here keeps messages for ${DEAD_LETTER_RETENTION.toHumanString()}`,
      );
    }
    return DEAD_LETTER_RETENTION.toSeconds();
  }
  const deadLetterQueue = deadLetterQueueOf(props);
  const known = deadLetterQueue && queueFacts(deadLetterQueue).retentionSeconds;
  if (known === undefined) {
    return check.seconds(stated ?? DEAD_LETTER_RETENTION, DEAD_LETTER_RETENTION_BOUNDS);
  }
  checkStated(check, 'DeadLetterRetentionMismatch', { prop: 'deadLetterRetentionPeriod', stated, known });
  return known;
}

interface Stated {
  readonly prop: string;
  readonly stated?: Duration;
  readonly known: number;
}

function checkStated(check: PropsCheck, code: string, { prop, stated, known }: Stated): void {
  const agrees =
    stated instanceof Duration && !stated.isUnresolved() && stated.toSeconds({ integral: false }) === known;
  if (stated !== undefined && !agrees) {
    check.add(
      code,
      `${prop} must be the ${Duration.seconds(known).toHumanString()} of the queue that exists, or be left out, got ${shown(stated)}`,
    );
  }
}
