import { createHash } from 'node:crypto';

/** Rules of one service for the names of its resources. */
export interface NameRules {
  /** Most characters that the service allows. */
  readonly maxLength: number;
  /** Ending that the service demands, for example `.fifo`. */
  readonly suffix?: string;
}

/**
 * The name CloudFormation would give to a resource without one: `stack-logicalId-SUFFIX`, shortened to the service's
 * limit: where both parts are too long each gets half. AWS documents no rule; this one is read from names it has given
 * (https://github.com/KensioSoftware/yulin/issues/1113).
 *
 * Deterministic, unlike CloudFormation's: the same stack always gets the same names.
 */
export function physicalName(stack: string, logicalId: string, rules: NameRules): string {
  const unique = createHash('sha256').update(`${stack}/${logicalId}`).digest('hex').slice(0, 12).toUpperCase();
  const suffix = rules.suffix ?? '';
  const room = rules.maxLength - unique.length - suffix.length - 2;
  const stackPart = stack.slice(0, Math.max(Math.ceil(room / 2), room - logicalId.length));
  return `${stackPart}-${logicalId.slice(0, room - stackPart.length)}-${unique}${suffix}`;
}
