import { Token } from 'aws-cdk-lib';
import { lambdaLimits } from '../../contracts/limits.ts';
import { aList, aNetwork, anObject, anything, aText } from '../props/prop-kinds.ts';
import { type PropKinds, type PropsCheck, shown } from '../props/props-check.ts';
import { checkCode } from './code-check.ts';
import { DEFAULT_TIMEOUT, type HandlerProps } from './handler-props.ts';

/** Of what kind props of a handler are. */
export const HANDLER_KINDS: PropKinds<HandlerProps> = {
  code: anything,
  handler: aText,
  timeout: anything,
  memorySize: anything,
  environment: anObject,
  reservedConcurrentExecutions: anything,
  vpc: aNetwork,
  vpcSubnets: anObject,
  securityGroups: aList,
};

const RESERVED_PREFIX = 'FANOUT_';

/** Checks what consumers and producers ask of their function, and answers the seconds of its time-out. */
export function checkHandler(check: PropsCheck, props: HandlerProps): number {
  checkCode(check, props.code, props.handler);
  if (props.memorySize !== undefined) {
    check.integer(props.memorySize, { code: 'MemorySizeRange', prop: 'memorySize', min: 128, max: 10_240 });
  }
  if (props.reservedConcurrentExecutions !== undefined) {
    check.integer(props.reservedConcurrentExecutions, {
      code: 'ReservedConcurrencyRange',
      prop: 'reservedConcurrentExecutions',
      min: 1,
      max: Number.MAX_SAFE_INTEGER,
      because: 'a function with none never runs',
    });
  }
  checkNetwork(check, props);
  checkEnvironment(check, props.environment ?? {});
  return check.seconds(props.timeout ?? DEFAULT_TIMEOUT, {
    code: 'TimeoutRange',
    prop: 'timeout',
    min: 1,
    max: lambdaLimits.maxTimeoutSeconds,
  });
}

function checkNetwork(check: PropsCheck, props: HandlerProps): void {
  const stated = (['vpcSubnets', 'securityGroups'] as const).filter((prop) => props[prop] !== undefined);
  if (props.vpc === undefined && stated.length > 0) {
    check.add('VpcMissing', `vpc must be given with ${stated.join(' and ')}, got none`);
  }
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
