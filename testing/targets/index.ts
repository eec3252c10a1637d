export type { Capability } from './capability.ts';
export type { Identity } from './identity.ts';
export { type LocalStack, startLocalStack } from './localstack.ts';
export { startTarget, type TargetChoice } from './start-target.ts';
export type { Deployment, DeployRequest, Target, TargetName } from './target.ts';
export { TargetError, type TargetErrorCode } from './target-error.ts';
export type { TargetOptions } from './target-options.ts';
