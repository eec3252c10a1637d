import type { LogStore } from '../logs/index.ts';
import type { InvocationSource, InvokeResult } from './invocation.ts';
import type { ErrorReport } from './worker/protocol.ts';

/** How long one invocation took. */
export interface InvocationMetrics {
  readonly durationMs: number;
  readonly memorySizeMB: number;
  /** Only for the first invocation of an environment. */
  readonly initDurationMs?: number;
}

/** Writes a function's lines to its log group: its output, and Lambda's own lines in the form of Lambda's JSON logs. */
export class FunctionLog {
  readonly #logs: LogStore;
  readonly #group: string;

  constructor(logs: LogStore, group: string) {
    this.#logs = logs;
    this.#group = group;
    logs.createGroup(group);
  }

  /** A line that the function wrote. */
  output(stream: string, line: string, timestamp: number): void {
    this.#logs.append(this.#group, stream, line, timestamp);
  }

  /** An error that the runtime reports before it fails the invocation. */
  error(stream: string, requestId: string, { errorType, errorMessage, trace }: ErrorReport): void {
    const message = { errorType, errorMessage, stackTrace: trace ?? [] };
    this.#write(stream, { timestamp: new Date().toISOString(), level: 'ERROR', requestId, message });
  }

  /** The end of an invocation: `platform.report` with the status `success`, `error` or `timeout`. */
  report(stream: string, requestId: string, result: InvokeResult, metrics: InvocationMetrics): void {
    const record = {
      requestId,
      ...statusOf(result),
      metrics: { ...metrics, billedDurationMs: Math.ceil(metrics.durationMs) },
    };
    this.#platform(stream, 'platform.report', record);
  }

  /** An invocation that was refused by a concurrency limit: `platform.throttle`, which AWS shows as a metric only. */
  throttle(functionName: string, source: InvocationSource): void {
    this.#platform('throttles', 'platform.throttle', { functionName, source });
  }

  #platform(stream: string, type: string, record: object): void {
    this.#write(stream, { time: new Date().toISOString(), type, record });
  }

  #write(stream: string, line: object): void {
    this.#logs.append(this.#group, stream, JSON.stringify(line));
  }
}

function statusOf(result: InvokeResult): { status: 'success' | 'error' | 'timeout'; errorType?: string } {
  if (result.outcome !== 'error') return { status: 'success' };
  const { errorType } = result;
  return { status: errorType === 'Sandbox.Timedout' ? 'timeout' : 'error', errorType };
}
