import type { AwsRequest } from '../gateway/aws-request.ts';
import { callingEnvironment } from '../lambda/index.ts';

/** What a fault does to a call. */
export type FaultAction =
  /** Ends the execution environment that calls; the call is not performed. */
  | 'crash-caller-before'
  /** Performs the call; when the service has answered with success, ends the environment before it sees the answer. */
  | 'crash-caller-after'
  /** Answers as the service does when it throttles; the call is not performed. */
  | 'throttle'
  /** Answers that the first entry of a batch failed, and performs the rest. */
  | 'fail-entries';

/** A fault to inject into calls that clients and functions make to the embedded cloud. */
export interface Fault {
  /**
   * Only calls of this function.
   *
   * @default - any caller; crashes only hit functions
   */
  readonly functionName?: string;
  /** Signing name: `dynamodb`, `sns`, `sqs` or `lambda`. */
  readonly service: string;
  /** AWS's name of the action, for example `BatchWriteItem`. */
  readonly operation: string;
  readonly action: FaultAction;
  /**
   * Calls that it hits before it is used up.
   *
   * @default 1
   */
  readonly times: number;
  /**
   * Text that the request's body must hold; the body of a form is decoded first.
   *
   * @default - any body
   */
  readonly match?: string;
}

/** True when a fault is meant for this request, whether it is used up or not. */
export function isMeantFor(fault: Fault, request: AwsRequest): boolean {
  if (fault.service !== request.service || fault.operation !== request.operation) return false;
  const caller = callingEnvironment(request.accessKeyId ?? '');
  if (fault.functionName !== undefined && caller?.functionName !== fault.functionName) return false;
  if (fault.action.startsWith('crash-caller') && !caller) return false;
  return fault.match === undefined || bodyText(request).includes(fault.match);
}

function bodyText({ body, protocol }: AwsRequest): string {
  const text = body.toString();
  return protocol === 'query' ? decodeURIComponent(text.replaceAll('+', ' ')) : text;
}
