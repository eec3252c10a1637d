import type { OperationUsage } from 'fanout/events';
import type { StructuredLogLine } from 'fanout/testing';

/** What a consumer's log lines add up to. */
export interface ConsumerCounts {
  readonly applied: number;
  readonly duplicates: number;
  /** Failed runs whose messages came back. */
  readonly retries: number;
  readonly deadLetters: number;
}

/** What a function's invocations came to. */
export interface InvocationCounts {
  /** The process ended by itself. */
  readonly crashes: number;
  /** Lambda ended it because its time was up. */
  readonly timeouts: number;
  readonly throttles: number;
}

/** What relay and sweeper did. */
export interface RelayCounts {
  readonly published: number;
  readonly failed: number;
  readonly quarantined: number;
}

const noMessages: ConsumerCounts = { applied: 0, duplicates: 0, retries: 0, deadLetters: 0 };
const noInvocations: InvocationCounts = { crashes: 0, timeouts: 0, throttles: 0 };
const noUsage: OperationUsage = { requests: 0, writeUnits: 0, readUnits: 0, estimatedWriteUnits: 0 };

/** Adds up structured log lines. Counts what the runtime says of itself: for the picture, never for the verdict. */
export class Tally {
  readonly #consumers = new Map<string, ConsumerCounts>();
  readonly #invocations = new Map<string, InvocationCounts>();
  readonly #errors = new Map<string, number>();
  readonly #usage = new Map<string, Map<string, OperationUsage>>();
  relay: RelayCounts = { published: 0, failed: 0, quarantined: 0 };

  /** Adds a line of the function whose outputs start with `id`. */
  add(id: string, line: StructuredLogLine): void {
    switch (line.type) {
      case 'fanout.message':
        this.#addMessage(line);
        break;
      case 'fanout.usage':
        this.#addUsage(line);
        break;
      case 'fanout.relay':
        this.relay = {
          published: this.relay.published + line.published,
          failed: this.relay.failed + line.failed,
          quarantined: this.relay.quarantined + line.quarantined,
        };
        break;
      default:
        this.#addInvocation(id, line);
    }
  }

  consumer(name: string): ConsumerCounts {
    return this.#consumers.get(name) ?? noMessages;
  }

  /** Counts of the function whose outputs start with `id`. */
  invocations(id: string): InvocationCounts {
    return this.#invocations.get(id) ?? noInvocations;
  }

  /** Failed runs of a consumer that ended with an error of this code. */
  errors(consumer: string, code: string): number {
    return this.#errors.get(`${consumer} ${code}`) ?? 0;
  }

  /** Requests and capacity by component and operation. */
  get usage(): ReadonlyMap<string, ReadonlyMap<string, OperationUsage>> {
    return this.#usage;
  }

  #addMessage({ consumer, outcome, error }: Extract<StructuredLogLine, { type: 'fanout.message' }>): void {
    const before = this.consumer(consumer);
    this.#consumers.set(consumer, {
      applied: before.applied + Number(outcome === 'applied'),
      duplicates: before.duplicates + Number(outcome === 'duplicate' || outcome === 'folded'),
      retries: before.retries + Number(outcome === 'retry'),
      deadLetters: before.deadLetters + Number(outcome === 'dead-lettered'),
    });
    if (error !== undefined) {
      this.#errors.set(`${consumer} ${error}`, this.errors(consumer, error) + 1);
    }
  }

  #addUsage({ component, operations }: Extract<StructuredLogLine, { type: 'fanout.usage' }>): void {
    const totals = this.#usage.get(component) ?? new Map<string, OperationUsage>();
    this.#usage.set(component, totals);
    for (const [operation, usage] of Object.entries(operations)) {
      const before = totals.get(operation) ?? noUsage;
      totals.set(operation, {
        requests: before.requests + usage.requests,
        writeUnits: before.writeUnits + usage.writeUnits,
        readUnits: before.readUnits + usage.readUnits,
        estimatedWriteUnits: before.estimatedWriteUnits + usage.estimatedWriteUnits,
      });
    }
  }

  #addInvocation(id: string, line: Extract<StructuredLogLine, { type: `platform.${string}` }>): void {
    const before = this.invocations(id);
    const failed = line.type === 'platform.report' && line.status !== 'success';
    const timedOut = failed && line.status === 'timeout';
    const exited = failed && !timedOut && (line.errorType ?? '').startsWith('Runtime.');
    this.#invocations.set(id, {
      crashes: before.crashes + Number(exited),
      timeouts: before.timeouts + Number(timedOut),
      throttles: before.throttles + Number(line.type === 'platform.throttle'),
    });
  }
}
