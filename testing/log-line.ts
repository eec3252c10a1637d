import type { FanoutLogLine } from '../contracts/log.ts';

/** Lambda's own line at the end of every invocation (JSON log format). */
export interface PlatformReportLine {
  readonly type: 'platform.report';
  readonly requestId: string;
  readonly status: 'success' | 'error' | 'timeout' | 'failure';
  /** For example `Runtime.ExitError` or `Function.Error.TypeError`. */
  readonly errorType?: string;
  readonly durationMs: number;
}

/** An invocation that was refused for want of concurrency. Only emulators log these; on AWS `Throttles` is a metric. */
export interface PlatformThrottleLine {
  readonly type: 'platform.throttle';
}

/** Every line that is understood; anything else that a function prints is not. */
export type StructuredLogLine = FanoutLogLine | PlatformReportLine | PlatformThrottleLine;

const FANOUT_TYPES = ['fanout.message', 'fanout.usage', 'fanout.relay'];

/** Reads one line of a function's log; `undefined` when it is none of ours and none of Lambda's. Never throws. */
export function parseLogLine(text: string): StructuredLogLine | undefined {
  const fields = jsonObject(text);
  if (fields === undefined) {
    return undefined;
  }
  const type = fields['type'];
  if (typeof type === 'string' && FANOUT_TYPES.includes(type)) {
    return fields as unknown as FanoutLogLine;
  }
  if (type === 'platform.report') {
    return platformReport(fields['record']);
  }
  if (type === 'platform.throttle') {
    return { type };
  }
  // Lambda's JSON log format may wrap what a function prints: {"timestamp", "level", "requestId", "message"}.
  const { message } = fields as { message?: unknown };
  return typeof message === 'object' || typeof message === 'string' ? wrapped(message) : undefined;
}

function wrapped(message: object | string | null): StructuredLogLine | undefined {
  const fields = typeof message === 'string' ? jsonObject(message) : (message as Record<string, unknown> | null);
  const type = fields?.['type'];
  return typeof type === 'string' && FANOUT_TYPES.includes(type) ? (fields as unknown as FanoutLogLine) : undefined;
}

function platformReport(record: unknown): PlatformReportLine | undefined {
  if (typeof record !== 'object' || record === null) {
    return undefined;
  }
  const { requestId, status, errorType, metrics } = record as {
    requestId?: string;
    status?: PlatformReportLine['status'];
    errorType?: string;
    metrics?: { durationMs?: number };
  };
  return {
    type: 'platform.report',
    requestId: requestId ?? '',
    status: status ?? 'success',
    ...(errorType !== undefined && { errorType }),
    durationMs: metrics?.durationMs ?? 0,
  };
}

function jsonObject(text: string): Record<string, unknown> | undefined {
  if (!text.startsWith('{')) {
    return undefined;
  }
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
