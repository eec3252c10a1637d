/**
 * What a target can do or show beyond running the stack. A test that needs one asks for it instead of naming targets.
 *
 * - `fault-injection`: {@link injectFault} fails or crashes chosen calls of functions.
 * - `platform-lines`: Lambda's own log lines tell how an invocation ended (`platform.report`).
 * - `log-groups`: functions write to the log groups that they are given ({@link writtenLogGroup}).
 * - `exact-bodies`: a mapping hands a message's body to the function byte for byte.
 * - `throttling`: a reserved concurrency of 0 throttles a function ({@link throttleFunction}).
 * - `mapping-pause`: an event source mapping can be disabled and enabled ({@link pauseMapping}).
 * - `updates`: deploying a stack again changes it in place and keeps what it holds.
 * - `stack-outputs`: one stack reads another's outputs (`Fn::GetStackOutput`), as stacks of one app do with Fanout.
 * - `schedules`: schedules of EventBridge Scheduler fire.
 * - `policy-enforcement`: IAM and resource policies are applied to calls.
 */
export type Capability =
  | 'fault-injection'
  | 'platform-lines'
  | 'log-groups'
  | 'exact-bodies'
  | 'throttling'
  | 'mapping-pause'
  | 'updates'
  | 'stack-outputs'
  | 'schedules'
  | 'policy-enforcement';

/** Embedded cloud: everything that this process can reach into, nothing that only AWS judges. */
export const embeddedCapabilities: ReadonlySet<Capability> = new Set([
  'fault-injection',
  'platform-lines',
  'log-groups',
  'exact-bodies',
  'throttling',
  'mapping-pause',
  'stack-outputs',
  'schedules',
]);

/** LocalStack 4.14, community edition. */
export const localStackCapabilities: ReadonlySet<Capability> = new Set(['throttling', 'mapping-pause', 'updates']);

export const awsCapabilities: ReadonlySet<Capability> = new Set([
  'platform-lines',
  'log-groups',
  'exact-bodies',
  'throttling',
  'mapping-pause',
  'updates',
  'stack-outputs',
  'schedules',
  'policy-enforcement',
]);
