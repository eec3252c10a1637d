import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { IAlarmAction } from 'aws-cdk-lib/aws-cloudwatch';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';

/** What the stages of one app say differently. Each is a default of the constructs; a construct's own prop wins. */
export interface StageSettings {
  /**
   * What becomes of queues, tables and logs when the stack goes.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
  /**
   * How long subscribers' queues keep a message that nobody handles.
   *
   * @default Duration.days(4)
   */
  readonly retentionPeriod?: Duration;
  /**
   * How long functions' logs are kept.
   *
   * @default RetentionDays.ONE_MONTH
   */
  readonly logRetention?: RetentionDays;
  /**
   * Whether inbox and outbox can be restored to any second of the last 35 days. Costs by size.
   *
   * @default true
   */
  readonly pointInTimeRecovery?: boolean;
  /**
   * Invocations of one consumer at the same time, 2 to 1,000.
   *
   * @default 50
   */
  readonly maxConcurrency?: number;
  /**
   * Whether constructs define alarms. Without them nobody learns of dead letters: for stages where nobody would be told.
   *
   * @default true
   */
  readonly definesAlarms?: boolean;
  /**
   * How often the sweepers of outboxes look for entries that their relays left, whole minutes, 1 to 60.
   *
   * @default Duration.minutes(1)
   */
  readonly sweepEvery?: Duration;
  /**
   * What alarms do.
   *
   * @default - nothing; they only show
   */
  readonly alarmActions?: readonly IAlarmAction[];
}

/** Stages that most teams have. Spread one and change what is different for you. */
export const stages = {
  /** Leaves nothing behind, keeps little, tells nobody. */
  dev: {
    removalPolicy: RemovalPolicy.DESTROY,
    retentionPeriod: Duration.days(1),
    logRetention: RetentionDays.ONE_WEEK,
    pointInTimeRecovery: false,
    maxConcurrency: 2,
  },
  /** Like production, but goes with its stack. */
  staging: {
    removalPolicy: RemovalPolicy.DESTROY,
    retentionPeriod: Duration.days(4),
    logRetention: RetentionDays.TWO_WEEKS,
    pointInTimeRecovery: false,
    maxConcurrency: 10,
  },
  /** Keeps what must not be lost: messages for a week, data and logs beyond the stack. */
  prod: {
    removalPolicy: RemovalPolicy.RETAIN,
    retentionPeriod: Duration.days(7),
    logRetention: RetentionDays.THREE_MONTHS,
    pointInTimeRecovery: true,
    maxConcurrency: 50,
  },
} as const satisfies Readonly<Record<string, StageSettings>>;

/** Name of one of {@link stages}. */
export type StageName = keyof typeof stages;
