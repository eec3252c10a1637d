import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mappedQueue, mappedStream } from './mapped-sources.ts';

/** What happens next: something is written, time passes, a batch runs with some failures, or the mapping is switched. */
type Step =
  | { readonly kind: 'write'; readonly key: string }
  | { readonly kind: 'wait'; readonly seconds: number }
  | { readonly kind: 'run'; readonly failing: number | 'all' | 'throttled' }
  | { readonly kind: 'switch' }
  | { readonly kind: 'split' };

const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: fc.record({ kind: fc.constant('write' as const), key: fc.constantFrom(...'abcd') }) },
    {
      weight: 3,
      arbitrary: fc.record({ kind: fc.constant('wait' as const), seconds: fc.integer({ min: 1, max: 90 }) }),
    },
    {
      weight: 5,
      arbitrary: fc.record({
        kind: fc.constant('run' as const),
        failing: fc.oneof(fc.nat({ max: 3 }), fc.constantFrom('all' as const, 'throttled' as const)),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('switch' as const, 'split' as const) }) },
  ),
  { maxLength: 60 },
);

/** Outcome of a batch in which the record at an index fails; an index behind the last stands for success. */
const outcomeOf = (failing: number | 'all' | 'throttled', identifiers: readonly string[]) => {
  if (failing === 'all') return { outcome: 'error' } as const;
  if (failing === 'throttled') return { outcome: 'throttled' } as const;
  const failures = identifiers.slice(failing, failing + 1).map((itemIdentifier) => ({ itemIdentifier }));
  return { outcome: 'success', payload: JSON.stringify({ batchItemFailures: failures }) } as const;
};

describe('mappings, whatever fails', () => {
  it('deliver every record of a stream in the end, each key in the order of its writes', () => {
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 3 }), fc.boolean(), (list, lanes, bisects) => {
        const world = mappedStream({
          BatchSize: 3,
          ParallelizationFactor: lanes,
          BisectBatchOnFunctionError: bisects,
        });
        const done = new Map<string, number[]>();
        const written = new Map<string, number[]>();
        let n = 0;
        const run = (failing: number | 'all' | 'throttled'): boolean => {
          const batch = world.mapping.poll();
          if (batch === undefined) return false;
          const records = JSON.parse(batch.payload).Records.map(
            ({
              dynamodb,
            }: {
              dynamodb: { Keys: { pk: { S: string } }; NewImage: { n: { N: string } }; SequenceNumber: string };
            }) => [dynamodb.Keys.pk.S, Number(dynamodb.NewImage.n.N), dynamodb.SequenceNumber] as const,
          );
          // The records before a reported failure are done, by the checkpoint.
          const count = typeof failing === 'number' ? Math.min(failing, records.length) : 0;
          for (const [key, value] of records.slice(0, count)) done.set(key, [...(done.get(key) ?? []), value]);
          world.mapping.settle(
            batch,
            outcomeOf(
              failing,
              records.map(([, , sequence]: readonly unknown[]) => sequence as string),
            ),
          );
          return true;
        };
        for (const step of list) {
          if (step.kind === 'write') {
            n++;
            world.put(step.key, n);
            written.set(step.key, [...(written.get(step.key) ?? []), n]);
          } else if (step.kind === 'wait') world.advance(step.seconds * 1000);
          else if (step.kind === 'run') run(step.failing);
          else if (step.kind === 'switch') {
            if (world.mapping.state === 'Enabled') world.mapping.disable();
            else world.mapping.enable();
          } else {
            const { shards } = world.database.streams.describeStream({ streamArn: world.streamArns.orders });
            world.database.streams.replaceShard({
              streamArn: world.streamArns.orders,
              shardId: shards.at(-1)?.shardId as string,
            });
          }
        }

        world.mapping.enable();
        for (let turns = 0; turns < 200; turns++) {
          while (run(99));
          world.advance(60_000);
        }

        expect(Object.fromEntries(done)).toEqual(Object.fromEntries(written));
      }),
      { numRuns: 150 },
    );
  });

  it('delete every message of a FIFO queue in the end, each group in the order of its sending', () => {
    fc.assert(
      fc.property(steps, (list) => {
        const world = mappedQueue({ BatchSize: 4 }, { fifoQueue: true });
        const deleted: string[] = [];
        const sent: string[] = [];
        const run = (failing: number | 'all' | 'throttled'): boolean => {
          const before = new Set(Object.keys(world.receiveCounts()));
          const batch = world.mapping.poll();
          if (batch === undefined) return false;
          // A consumer of a FIFO queue reports the failure and everything behind it.
          const identifiers = batch.messages.map(({ messageId }) => messageId);
          const outcome =
            typeof failing === 'number'
              ? {
                  outcome: 'success' as const,
                  payload: JSON.stringify({
                    batchItemFailures: identifiers.slice(failing).map((itemIdentifier) => ({ itemIdentifier })),
                  }),
                }
              : outcomeOf(failing, identifiers);
          world.mapping.settle(batch, outcome);
          const after = new Set(Object.keys(world.receiveCounts()));
          deleted.push(
            ...batch.messages.map(({ body }) => body).filter((body) => before.has(body) && !after.has(body)),
          );
          return true;
        };
        for (const [index, step] of list.entries()) {
          if (step.kind === 'write') {
            const body = `${step.key}${String(index).padStart(3, '0')}`;
            world.send(body);
            sent.push(body);
          } else if (step.kind === 'wait') world.advance(step.seconds * 1000);
          else if (step.kind === 'run') run(step.failing);
          else if (step.kind === 'switch') {
            if (world.mapping.state === 'Enabled') world.mapping.disable();
            else world.mapping.enable();
          }
        }

        world.mapping.enable();
        for (let turns = 0; turns < 200; turns++) {
          while (run(99));
          world.advance(31_000);
        }

        const byGroup = (bodies: readonly string[]) =>
          Object.fromEntries(Map.groupBy(bodies, (body) => body[0] as string));
        expect(byGroup(deleted)).toEqual(byGroup(sent));
        expect(world.receiveCounts()).toEqual({});
      }),
      { numRuns: 150 },
    );
  });
});
