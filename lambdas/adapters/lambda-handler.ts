import type { FanoutLogLine } from '../../contracts/log.ts';
import type { Invocation } from '../runtime/invocation.ts';
import type { RequestDeadline } from './request-deadline.ts';
import type { UsageMeter } from './usage-meter.ts';

/** The part of Lambda's context that Fanout reads. */
export interface LambdaContext {
  getRemainingTimeInMillis(): number;
}

/** A function that Lambda calls. */
export type LambdaHandler<Event, Answer> = (event: Event, context: LambdaContext) => Promise<Answer>;

export interface LambdaHandlerProps<Event, Answer> {
  /** Named in the usage line. */
  readonly component: string;
  readonly deadline: RequestDeadline;
  readonly meter: UsageMeter;
  log(line: FanoutLogLine): void;
  run(event: Event, invocation: Invocation): Promise<Answer>;
}

/** Runs every invocation under the deadline of its requests, and logs one `fanout.usage` line for it, also when it throws. */
export function lambdaHandler<Event, Answer>(props: LambdaHandlerProps<Event, Answer>): LambdaHandler<Event, Answer> {
  const { component, deadline, meter, log, run } = props;
  return async (event, context) => {
    const invocation: Invocation = { remainingTimeMs: () => context.getRemainingTimeInMillis() };
    deadline.begin(invocation);
    try {
      return await run(event, invocation);
    } finally {
      const usage = meter.take(component);
      if (usage !== undefined) {
        log(usage);
      }
    }
  };
}
