import { type Duration, Token } from 'aws-cdk-lib';
import { lambdaLimits } from '../contracts/limits.ts';
import { type PropsCheck, shown } from './props-check.ts';

const RESERVED_PREFIX = 'FANOUT_';

/** The props that consumers and producers share. */
export interface HandlerNumbers {
  readonly timeout: Duration;
  readonly memorySize?: number;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Checks what consumers and producers ask of their function, and answers the seconds of its time-out. */
export function checkHandler(check: PropsCheck, props: HandlerNumbers): number {
  if (props.memorySize !== undefined) {
    check.integer(props.memorySize, { code: 'MemorySizeRange', prop: 'memorySize', min: 128, max: 10_240 });
  }
  checkEnvironment(check, props.environment ?? {});
  return check.seconds(props.timeout, {
    code: 'TimeoutRange',
    prop: 'timeout',
    min: 1,
    max: lambdaLimits.maxTimeoutSeconds,
  });
}

function checkEnvironment(check: PropsCheck, environment: Readonly<Record<string, string>>): void {
  const names = Object.keys(environment).filter((name) => !Token.isUnresolved(name));
  const reserved = names.filter((name) => name.startsWith(RESERVED_PREFIX));
  if (reserved.length > 0) {
    check.add(
      'EnvironmentReserved',
      `environment must not set names that begin with ${RESERVED_PREFIX}, got ${reserved.join(', ')}; the construct sets them from its props`,
    );
  }
  for (const name of names.filter((each) => typeof environment[each] !== 'string')) {
    check.add('EnvironmentText', `environment must have text for ${name}, got ${shown(environment[name])}`);
  }
}
