import { randomUUID } from 'node:crypto';
import type { FunctionInvoker } from '../lambda/index.ts';
import { rateMs } from './rate.ts';

/** One schedule, of EventBridge's rules or of its scheduler. */
export interface ScheduleProps {
  readonly name: string;
  /** `rate(<value> <unit>)`. */
  readonly expression: string;
  readonly functionArn: string;
  /**
   * JSON of the event that the function receives.
   *
   * @default - EventBridge's scheduled event
   */
  readonly input?: string;
  readonly enabled: boolean;
}

/** What schedules invoke, and the clock that they run on. */
export interface SchedulesProps {
  readonly lambda: FunctionInvoker;
  /**
   * Calls `run` every `intervalMs` milliseconds until the returned function is called.
   *
   * @default - a timer that does not keep the process alive
   */
  readonly every?: (intervalMs: number, run: () => void) => () => void;
}

/** Invokes functions at their rates; the first time one interval after the schedule was added, as EventBridge does. */
export class Schedules {
  readonly #lambda: FunctionInvoker;
  readonly #every: NonNullable<SchedulesProps['every']>;
  readonly #running: (() => void)[] = [];

  constructor({ lambda, every = unreferencedTimer }: SchedulesProps) {
    this.#lambda = lambda;
    this.#every = every;
  }

  /**
   * Starts a schedule; one that is not enabled is only checked.
   *
   * @throws {ServiceError} `ValidationException` when the expression is no rate.
   */
  add({ name, expression, functionArn, input, enabled }: ScheduleProps): void {
    const intervalMs = rateMs(expression);
    if (!enabled) return;
    const run = () => {
      // A failure is Lambda's to retry; a function that is gone ends with the cloud.
      this.#lambda.invoke(functionArn, input ?? scheduledEvent(name, functionArn), { type: 'Event' }).catch(() => {});
    };
    this.#running.push(this.#every(intervalMs, run));
  }

  /** Ends all schedules. */
  stop(): void {
    for (const cancel of this.#running.splice(0)) cancel();
  }
}

/** Longest delay of one timer; beyond it Node.js fires at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

function unreferencedTimer(intervalMs: number, run: () => void): () => void {
  let timer: NodeJS.Timeout;
  const wait = (leftMs: number): void => {
    const delayMs = Math.min(leftMs, MAX_TIMER_MS);
    timer = setTimeout(() => {
      if (leftMs === delayMs) run();
      wait(leftMs === delayMs ? intervalMs : leftMs - delayMs);
    }, delayMs);
    timer.unref();
  };
  wait(intervalMs);
  return () => clearTimeout(timer);
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-rule-schedule.html */
function scheduledEvent(name: string, functionArn: string): string {
  const [, , , region, account] = functionArn.split(':');
  return JSON.stringify({
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account,
    time: `${new Date().toISOString().slice(0, 19)}Z`,
    region,
    resources: [`arn:aws:events:${region}:${account}:rule/${name}`],
    detail: {},
  });
}
