import { createRelay } from '../../../lambdas/runtime/outbox/create-relay.ts';
import type { StreamRecord } from '../../../lambdas/runtime/outbox/stream-record.ts';
import type { InMemoryOutboxStore } from '../../../testing/in-memory/in-memory-outbox-store.ts';
import type { ManualClock } from '../../../testing/in-memory/manual-clock.ts';
import { SeededRandom } from '../../../testing/in-memory/seeded-random.ts';
import { topicArns } from './outbox-samples.ts';
import type { UnreliableServices } from './unreliable-services.ts';

/** Where a relay runs. */
export interface RelaySurroundings {
  readonly clock: ManualClock;
  readonly store: InMemoryOutboxStore;
  readonly services: UnreliableServices;
}

/**
 * One Lambda invocation of three seconds with a batch of the stream, in a new environment.
 *
 * @returns the sequence number to resume at, undefined when all is done; `died` when there was no answer.
 */
export async function invokeRelay(
  batch: readonly StreamRecord[],
  { clock, store, services }: RelaySurroundings,
): Promise<string | undefined | 'died'> {
  services.revive();
  const relay = createRelay(
    { topicArns },
    {
      clock,
      random: new SeededRandom(7),
      log: () => undefined,
      publisher: services.publisher,
      store: {
        delete: (keys) => services.operate(() => store.delete(keys)),
        ofKey: (orderingKey) => services.read(store.ofKey(orderingKey)),
        quarantine: (key, reason) => services.operate(() => store.quarantine(key, reason)),
      },
    },
  );
  const endsAt = clock.now() + 3_000;
  const response = await clock
    .drive(relay({ Records: batch }, { remainingTimeMs: () => endsAt - clock.now() }))
    .catch(() => undefined);
  return response === undefined || services.dead ? 'died' : response.batchItemFailures[0]?.itemIdentifier;
}
