import type { Capability } from './targets/capability.ts';

/** A function and the log group that it was given. */
export interface LoggingFunction {
  readonly functionName: string;
  readonly logGroupName: string;
}

/** The log group that a function's lines are in: its own where the target has `log-groups`, else Lambda's default for its name. */
export const writtenLogGroup = (
  capabilities: ReadonlySet<Capability>,
  { functionName, logGroupName }: LoggingFunction,
): string => (capabilities.has('log-groups') ? logGroupName : `/aws/lambda/${functionName}`);
