/** Why a target refused or failed; stable, for callers that branch on it. */
export type TargetErrorCode =
  /** There is no such target. */
  | 'TARGET_INVALID'
  /** No Docker engine answers. */
  | 'DOCKER_UNAVAILABLE'
  /** The image of LocalStack is not here and cannot be pulled. */
  | 'IMAGE_UNAVAILABLE'
  /** The container did not start, or did not become ready in time. */
  | 'CONTAINER_NOT_READY'
  /** A package that only this target needs is not installed. */
  | 'PACKAGE_MISSING'
  /** The endpoint does not answer. */
  | 'ENDPOINT_UNREACHABLE'
  /** There are no valid credentials. */
  | 'CREDENTIALS_INVALID'
  /** The caller's variables name other credentials, or another Region, than the process's own. */
  | 'CREDENTIALS_AMBIGUOUS'
  /** The credentials may not do what the target itself has to. */
  | 'PERMISSION_MISSING'
  /** The credentials belong to another account than was asked for. */
  | 'ACCOUNT_MISMATCH'
  /** The app sends a stack to another account or Region than the target's. */
  | 'ENVIRONMENT_MISMATCH'
  /** A template has what the target does not know. */
  | 'TEMPLATE_UNSUPPORTED'
  /** A stack of that name is there and not ours. */
  | 'STACK_EXISTS'
  | 'BOOTSTRAP_FAILED'
  | 'DEPLOYMENT_FAILED'
  /** A stack could not be removed as a whole. */
  | 'REMOVAL_FAILED';

/** An error with a message that is meant for the person who started the target: what happened and what to do. */
export class TargetError extends Error {
  readonly code: TargetErrorCode;

  constructor(code: TargetErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'TargetError';
    this.code = code;
  }
}

/** What the caller asked for is wrong, so that it stays wrong however often it is tried. */
const OF_THE_REQUEST: ReadonlySet<TargetErrorCode> = new Set<TargetErrorCode>([
  'TARGET_INVALID',
  'PACKAGE_MISSING',
  'CREDENTIALS_AMBIGUOUS',
  'ACCOUNT_MISMATCH',
  'ENVIRONMENT_MISMATCH',
  'TEMPLATE_UNSUPPORTED',
]);

/** Whether trying again cannot help; an endpoint, for example, may answer later. */
export const isBadInput = ({ code }: TargetError): boolean => OF_THE_REQUEST.has(code);
