import { ServiceError } from '../service-error.ts';
import { REQUEST_ID } from './allowed-characters.ts';
import { sqsLimits } from './limits.ts';

/** How to receive. */
export interface ReceiveRequest {
  /**
   * 1 to 10.
   *
   * @default 1
   */
  readonly maxNumberOfMessages?: number;
  /**
   * Seconds for which the messages are hidden, 0 to 43,200.
   *
   * @default - the queue's
   */
  readonly visibilityTimeout?: number;
  /**
   * Seconds that the call may wait for a message, 0 to 20.
   *
   * @default - the queue's
   */
  readonly waitTimeSeconds?: number;
  /** FIFO queues only: a repeated receive with the same id gives the same messages. */
  readonly receiveRequestAttemptId?: string;
}

/**
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html
 *
 * @throws ServiceError `InvalidParameterValue`.
 */
export function checkReceiveRequest(request: ReceiveRequest, fifoQueue: boolean): void {
  const { maxNumberOfMessages, visibilityTimeout, waitTimeSeconds, receiveRequestAttemptId } = request;
  checkRange('maxNumberOfMessages', maxNumberOfMessages, 1, sqsLimits.maxMessagesPerReceive);
  checkRange('visibilityTimeout', visibilityTimeout, 0, sqsLimits.maxVisibilityTimeoutSeconds);
  checkRange('waitTimeSeconds', waitTimeSeconds, 0, sqsLimits.maxWaitTimeSeconds);
  if (receiveRequestAttemptId === undefined) return;
  if (!fifoQueue) {
    throw new ServiceError('InvalidParameterValue', 'receiveRequestAttemptId can be used on FIFO queues only');
  }
  if (!REQUEST_ID.test(receiveRequestAttemptId)) {
    throw new ServiceError(
      'InvalidParameterValue',
      `receiveRequestAttemptId must be 1 to 128 letters, digits and punctuation characters, got '${receiveRequestAttemptId}'`,
    );
  }
}

/** @throws ServiceError `InvalidParameterValue` for what is no whole number of the range. */
export function checkRange(name: string, value: number | undefined, min: number, max: number): void {
  if (value !== undefined && !(Number.isInteger(value) && value >= min && value <= max)) {
    throw new ServiceError('InvalidParameterValue', `${name} must be ${min} to ${max}, got ${value}`);
  }
}
