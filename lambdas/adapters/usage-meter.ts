import type { OperationUsage, UsageLogLine } from '../../contracts/log.ts';
import { capacityOf } from './consumed-capacity.ts';
import { estimatedWriteUnits } from './failed-write-units.ts';

/** The part of an SDK client that the meter hooks into. */
interface MeteredClient {
  readonly middlewareStack: {
    add(
      middleware: (
        next: (args: { readonly input: object }) => Promise<{ readonly output: object }>,
        context: { readonly clientName?: string; readonly commandName?: string },
      ) => (args: { readonly input: object }) => Promise<{ readonly output: object }>,
      options: { readonly name: string; readonly step: 'initialize'; readonly priority: 'high' },
    ): void;
  };
}

const NOTHING: OperationUsage = { requests: 0, writeUnits: 0, readUnits: 0, estimatedWriteUnits: 0 };

/** Counts requests and capacity units by operation, from the services' answers. */
export class UsageMeter {
  readonly #operations = new Map<string, OperationUsage>();

  /** Counts everything that `client` sends from now on; asks DynamoDB for the capacity consumed. */
  watch(client: MeteredClient): void {
    client.middlewareStack.add(
      (next, { clientName = '', commandName = '' }) =>
        async (args) => {
          const service = clientName.replace(/Client$/, '').toLowerCase();
          const operation = `${service}.${commandName.replace(/Command$/, '')}`;
          const input = service === 'dynamodb' ? { ...args.input, ReturnConsumedCapacity: 'TOTAL' } : args.input;
          try {
            const answer = await next({ ...args, input });
            this.#count(operation, { requests: triesOf(answer.output), ...capacityOf(operation, answer.output) });
            return answer;
          } catch (error) {
            this.#count(operation, {
              requests: triesOf(error),
              estimatedWriteUnits: estimatedWriteUnits(args.input, error),
            });
            throw error;
          }
        },
      // Outermost, where inputs are plain values and an operation is seen once, whatever its tries.
      { name: 'fanoutUsage', step: 'initialize', priority: 'high' },
    );
  }

  /** The totals since the last call, as a line; undefined when nothing was sent. */
  take(component: string): UsageLogLine | undefined {
    if (this.#operations.size === 0) {
      return undefined;
    }
    const operations = Object.fromEntries(this.#operations);
    this.#operations.clear();
    return { type: 'fanout.usage', component, operations };
  }

  #count(operation: string, usage: Partial<OperationUsage>): void {
    const before = this.#operations.get(operation) ?? NOTHING;
    this.#operations.set(operation, {
      requests: before.requests + (usage.requests ?? 0),
      writeUnits: before.writeUnits + (usage.writeUnits ?? 0),
      readUnits: before.readUnits + (usage.readUnits ?? 0),
      estimatedWriteUnits: before.estimatedWriteUnits + (usage.estimatedWriteUnits ?? 0),
    });
  }
}

/** HTTP requests behind an answer or error, the SDK's own retries included. An error without an answer counts as one. */
function triesOf(outcome: unknown): number {
  const { $metadata } = (outcome ?? {}) as { readonly $metadata?: { readonly attempts?: number } };
  return $metadata?.attempts ?? 1;
}
