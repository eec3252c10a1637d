import { addMillis, type EpochMillis } from '../../contracts/time.ts';
import type { ConsumerDefinition } from '../../lambdas/runtime/consumer-definition.ts';
import { NonRetryableError } from '../../lambdas/runtime/errors.ts';
import type { EventContext, ReceivedEvent } from '../../lambdas/runtime/event-context.ts';
import type { EffectLog, HandlerRun } from './effect-log.ts';
import { type Misbehaviour, misbehaviourOn } from './misbehaviour.ts';
import type { SimulatedProcess } from './simulated-process.ts';

/** What is watched and made to fail around the handlers of a consumer. */
export interface Instruments {
  readonly consumer: string;
  readonly seed: number;
  readonly process: SimulatedProcess;
  readonly log: EffectLog;
  /** The true time, whatever the process's clock says. */
  now(): EpochMillis;
  /** Whether handlers misbehave at present, in this way on this event. */
  misbehaves(how: Misbehaviour, event: ReceivedEvent<unknown>): boolean;
}

/** The runtime tells handlers of less time than their invocation, and their lease, has. */
const ABORTS_BEFORE_END_MS = 700;

type Handle = (event: ReceivedEvent<unknown>, context: EventContext) => unknown;

/** The same consumer, its runs taken down, each of its handlers a call that may fail or be its process's last. */
export function instrumented(definition: ConsumerDefinition, instruments: Instruments): ConsumerDefinition {
  const handlers = definition.handlers.map((handler) => ({
    ...handler,
    handle: watched(handler.handle.bind(handler) as Handle, instruments),
  }));
  return { ...definition, handlers } as ConsumerDefinition;
}

function watched(handle: Handle, instruments: Instruments): Handle {
  const { consumer, seed, process, log, now, misbehaves } = instruments;
  return async (event, context) => {
    const earlier = log.runsOf(consumer, event.id).length;
    const { id: eventId } = event;
    const run: HandlerRun = {
      consumer,
      eventId,
      process: process.name,
      attempt: context.attempt,
      startedAt: now(),
      validUntil: addMillis(now(), context.remainingTimeMs() + ABORTS_BEFORE_END_MS),
    };
    const end = (): void => {
      run.endedAt ??= now();
    };
    log.runs.push(run);
    void process.ended.then(end);
    process.note('handles', `${eventId} attempt ${context.attempt}`);
    try {
      return await process.call({
        name: 'handler.handle',
        detail: eventId,
        carryOut: async () => {
          const how = misbehaviourOn(seed, consumer, event);
          if (how !== undefined && misbehaves(how, event)) {
            await misbehave(how, earlier, process);
          }
          try {
            return await handle(event, context);
          } catch (error) {
            log.thrown.push({ eventId, error });
            throw error;
          }
        },
      });
    } finally {
      end();
    }
  };
}

async function misbehave(how: Misbehaviour, earlierRuns: number, process: SimulatedProcess): Promise<void> {
  switch (how.kind) {
    case 'handler-is-slow':
      return process.clock.sleep(how.milliseconds);
    case 'handler-rejects':
      throw new NonRetryableError('the handler rejects the event');
    default:
      if (earlierRuns >= how.runs) {
        return;
      }
  }
  if (how.kind === 'handler-throws') {
    throw new Error('the handler throws');
  }
  if (how.kind === 'handler-ends-process') {
    process.end('the handler ended it');
  }
  return new Promise(() => undefined);
}
