import { AsyncLocalStorage, createHook } from 'node:async_hooks';
import { getEventListeners } from 'node:events';
import type { ConsumerDefinition } from '../../lambdas/runtime/consumer-definition.ts';
import type { EventContext, ReceivedEvent } from '../../lambdas/runtime/event-context.ts';
import { callingPlace, stackFrames } from './caller.ts';
import { promisesSettled, type Scheduler, turned } from './scheduler.ts';
import { SimulationUnrepeatableError } from './simulation-errors.ts';

/** A handler at work. */
interface WatchedRun {
  readonly what: string;
  settled: boolean;
  /** The last thing outside of the simulation that it started. */
  outside?: string;
}

type Handle = (event: ReceivedEvent<unknown>, context: EventContext) => unknown;

/** What a person calls what takes real time, by Node's name of it or by the code that starts it. */
const OUTSIDE: readonly (readonly [what: string, type: RegExp, code: RegExp])[] = [
  [
    'the network',
    /^(TCP|TLS|HTTP|UDP|PIPE|QUIC|GETADDRINFO|GETNAMEINFO|QUERY)/,
    /node:(_http|http|net|tls|dns|dgram)|undici/,
  ],
  ['another process or thread', /^(PROCESS|WORKER|MESSAGEPORT)/, /node:(internal\/)?(child_process|worker)/],
  ['a timer', /^Timeout$/, /node:(internal\/)?timers/],
];
/** What a console does for itself is nobody's wait. */
const CONSOLE = /\bconsole\b/i;
/** Real time that digests, files and modules may take while virtual time stands still. */
const PATIENCE_MS = 1_000;
/** Kept as it is now: a test may fake its clocks. */
const realTime = performance.now.bind(performance);
/** Turns of the event loop after which a handler that listens to its signal is taken to wait for that alone. */
const TURNS = 10;

/**
 * Sees to it that handlers of a user wait for nothing that virtual time does not move. While a handler is at work without
 * waiting for its signal, virtual time stands still: so digests and files, which Node does elsewhere, do no harm.
 */
export class HandlerWatch {
  readonly #runs = new AsyncLocalStorage<WatchedRun>();
  readonly #hook = createHook({
    trackPromises: false,
    init: (_id, type) => {
      const run = this.#runs.getStore();
      if (run !== undefined && OUTSIDE.some(([, types]) => types.test(type))) {
        const frames = stackFrames();
        const [what] = OUTSIDE.find(([, , code]) => frames.some((frame) => code.test(frame))) ?? [type];
        const place = callingPlace(frames);
        if (!frames.some((frame) => CONSOLE.test(frame)) && (place !== undefined || run.outside === undefined)) {
          run.outside = place === undefined ? what : `${what} (${place})`;
        }
      }
    },
  });

  start(): void {
    this.#hook.enable();
  }

  stop(): void {
    this.#hook.disable();
  }

  /** What of the user's runs now; undefined outside of handlers. */
  running(): string | undefined {
    return this.#runs.getStore()?.what;
  }

  /** Runs code of the user that is no handler. */
  within<Answer>(what: string, run: () => Answer): Answer {
    return this.#runs.run({ what, settled: false }, run);
  }

  /** The same consumer, its handlers watched. */
  watched(definition: ConsumerDefinition, scheduler: Scheduler): ConsumerDefinition {
    const handlers = definition.handlers.map((handler) => ({
      ...handler,
      handle: this.#watch(handler.event.type, handler.handle.bind(handler) as Handle, scheduler),
      ...('conditionFailed' in handler && {
        conditionFailed: this.#watch(handler.event.type, handler.conditionFailed as Handle, scheduler),
      }),
    }));
    return { ...definition, handlers } as ConsumerDefinition;
  }

  #watch(type: string, handle: Handle, scheduler: Scheduler): Handle {
    return async (event, context) => {
      const run: WatchedRun = { what: `the handler of ${type}`, settled: false };
      const stop = new AbortController();
      const abort = (): void => {
        stop.abort(context.signal.reason);
        scheduler.hold(settles(run));
      };
      context.signal.addEventListener('abort', abort);
      scheduler.hold(settles(run, stop.signal));
      try {
        // A signal of its own: only this handler's listeners are on it.
        return await this.#runs.run(run, () => handle(event, { ...context, signal: stop.signal }));
      } finally {
        run.settled = true;
        context.signal.removeEventListener('abort', abort);
      }
    };
  }
}

/**
 * Resolves when a handler has settled, or waits for its signal alone if it is given one.
 *
 * @throws SimulationUnrepeatableError when it waits for something else.
 */
async function settles(run: WatchedRun, signal?: AbortSignal): Promise<void> {
  await promisesSettled();
  const startedAt = realTime();
  for (let turns = 0; !run.settled; turns += 1) {
    requireInside(run);
    if (signal !== undefined && turns >= TURNS && getEventListeners(signal, 'abort').length > 0) {
      return;
    }
    if (realTime() - startedAt > PATIENCE_MS) {
      throw waitsOutside(`${run.what} neither returns nor waits for anything in the simulation`);
    }
    await turned();
    requireInside(run);
  }
}

function requireInside({ what, outside }: WatchedRun): void {
  if (outside !== undefined) {
    throw waitsOutside(`${what} waits for ${outside}, which is outside of the simulation`);
  }
}

const waitsOutside = (problem: string): SimulationUnrepeatableError =>
  new SimulationUnrepeatableError(
    `${problem}: virtual time passes without it, and no seed would repeat. Hand the consumer a fake that answers at once (the simulation makes calls slow, fail and repeat by itself), or wait for context.signal`,
  );
