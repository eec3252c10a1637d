import { ServiceError } from '../service-call.ts';

const UNIT_MS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * Milliseconds between two runs of a `rate(<value> <unit>)` expression; the unit is singular for 1 and plural otherwise.
 *
 * @throws {ServiceError} `ValidationException` for anything else, `cron(...)` included: the embedded cloud runs rates only.
 */
export function rateMs(expression: string): number {
  const parts = /^rate\((?<value>[1-9]\d*) (?<unit>minute|hour|day)(?<plural>s?)\)$/.exec(expression)?.groups;
  const value = Number(parts?.['value']);
  const unitMs = UNIT_MS[parts?.['unit'] ?? ''];
  if (unitMs !== undefined && (value === 1) === (parts?.['plural'] === '')) return value * unitMs;
  const allowed = 'rate(<value> minute|minutes|hour|hours|day|days)';
  const hint = expression.startsWith('cron(') ? ' (cron is not run by the embedded cloud)' : '';
  throw new ServiceError('ValidationException', `ScheduleExpression must be ${allowed}${hint}, got ${expression}`, 400);
}
