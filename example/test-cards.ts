import { setTimeout as delay } from 'node:timers/promises';

/** Cards that the fake payment gateway treats in a special way. Any other card is charged at once. */
export const testCards = {
  approved: '4242424242424242',
  declined: '4000000000000002',
  /** Answers after 300 ms. */
  slow: '4000000000000036',
  /** Throws at the first two calls, charges at the third. */
  failsTwice: '4000000000000119',
  /** Throws at every call. */
  alwaysFails: '4000000000000127',
  /** Charges at the first call but never answers it. */
  hangsOnce: '4000000000000259',
  /** Charges at the first call and ends the process as soon as the charge was answered. */
  crashesOnce: '4000000000000341',
  /** Blocks the process at the first call, before charging, so that only Lambda's own time-out ends it. */
  freezesOnce: '4000000000000358',
} as const;

/** The gateway did not take the call; a repeat may succeed. */
class GatewayUnavailableError extends Error {
  override readonly name = 'GatewayUnavailableError';
}

/** What a card does before the charge, at the `call`-th call of its order. */
export async function beforeCharging(card: string, call: number, signal: AbortSignal): Promise<void> {
  if (card === testCards.slow) {
    await delay(300, undefined, { signal });
  }
  if (card === testCards.alwaysFails || (card === testCards.failsTwice && call <= 2)) {
    throw new GatewayUnavailableError(`the payment gateway is unavailable (call ${call})`);
  }
  if (card === testCards.freezesOnce && call === 1) {
    // Blocks the event loop without using the processor.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  }
}

/** What a card does once the charge was made, at the `call`-th call of its order. */
export async function afterCharging(card: string, call: number, signal: AbortSignal): Promise<void> {
  if (card === testCards.crashesOnce && call === 1) {
    process.exit(1);
  }
  if (card === testCards.hangsOnce && call === 1) {
    signal.throwIfAborted();
    await new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  }
}
