import { startDeadline } from './deadline.ts';
import type { Invocation } from './invocation.ts';
import { answerRequest } from './producer/answer-request.ts';
import type { ProducerDefinition, ProducerResponse } from './producer-definition.ts';
import type { ProducerPorts, ProducerSettings } from './producer-settings.ts';
import { requireName, requirePositiveInteger, requireSource } from './setting-rules.ts';

/** What a producer needs to know of its call. */
export interface ProducerInvocation extends Invocation {
  /**
   * W3C trace context of the call, carried by the events.
   *
   * @default - none
   */
  readonly traceparent?: string;
}

/**
 * Answers one client's request: accepted with the outcome, or refused with what the client must change. Rejects with
 * what a repeat may cure (throttles, conflicts, a handler's own errors); then nothing was written, or the repeat gets
 * the stored outcome.
 */
export type Producer<Result> = (request: unknown, invocation: ProducerInvocation) => Promise<ProducerResponse<Result>>;

/**
 * Composes a producer from its definition. Calls with the same key may run at the same time: one of them commits, the
 * others get its outcome.
 *
 * @throws RangeError when a setting is out of range or the source is empty.
 */
export function createProducer<Request, Result>(
  definition: ProducerDefinition<Request, Result>,
  settings: ProducerSettings,
  ports: ProducerPorts,
): Producer<Result> {
  requireName('producer', settings.producer);
  requirePositiveInteger('horizonSeconds', settings.horizonSeconds);
  requireSource(definition.source);

  return async (request, invocation) => {
    const deadline = startDeadline(ports.clock, invocation);
    try {
      return await answerRequest(request, {
        definition,
        settings,
        ports,
        deadline,
        traceparent: invocation.traceparent,
      });
    } finally {
      deadline.stop();
    }
  };
}
