/** Why the embedded cloud refused or failed; stable, for callers that branch on it. */
export type EmbeddedCloudErrorCode =
  /** The cloud assembly is missing or cannot be read. */
  | 'ASSEMBLY_INVALID'
  /** The template says something that the embedded cloud does not understand, or that CloudFormation would refuse too. */
  | 'TEMPLATE_INVALID'
  /** Something depends on a resource type that the embedded cloud cannot run. */
  | 'RESOURCE_UNSUPPORTED'
  /** A service refused to create a resource. */
  | 'PROVISIONING_FAILED'
  /** A function's handler is not in its code. */
  | 'HANDLER_NOT_FOUND'
  /** An engine is missing on this platform or did not start. */
  | 'ENGINE_UNAVAILABLE'
  /** The port that was asked for is taken, or not for this user. */
  | 'PORT_IN_USE';

/** An error with a message that is meant for the person who started the cloud: one line per problem, no stack needed. */
export class EmbeddedCloudError extends Error {
  readonly code: EmbeddedCloudErrorCode;

  constructor(code: EmbeddedCloudErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'EmbeddedCloudError';
    this.code = code;
  }
}
