import type { Invocation } from './invocation.ts';
import type { ProducerDefinition, ProducerResponse } from './producer-definition.ts';
import type { ProducerPorts, ProducerSettings } from './producer-settings.ts';

/** What a producer needs to know of its call. */
export interface ProducerInvocation extends Invocation {
  /**
   * W3C trace context of the call, carried by the events.
   *
   * @default - none
   */
  readonly traceparent?: string;
}

/** Answers one client's request. */
export type Producer<Result> = (request: unknown, invocation: ProducerInvocation) => Promise<ProducerResponse<Result>>;

/** Composes a producer from its definition. */
export function createProducer<Request, Result>(
  definition: ProducerDefinition<Request, Result>,
  settings: ProducerSettings,
  ports: ProducerPorts,
): Producer<Result> {
  return async () => {
    throw new Error(`${settings.producer} ${definition.source} ${typeof ports}`);
  };
}
