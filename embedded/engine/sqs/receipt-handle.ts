import { ServiceError } from '../service-error.ts';
import type { StoredMessage } from './message.ts';

/** What a receipt handle says: which receive of which message of a queue. */
interface Receipt {
  readonly position: number;
  readonly receiveCount: number;
}

const HANDLE = /^(.+)\/(\d+)\/(\d+)$/;

/** Names the last receive of `message` in the queue with the id `queueId`, which no other queue has. */
export const receiptHandle = (queueId: string, { position, receiveCount }: StoredMessage): string =>
  `${queueId}/${position}/${receiveCount}`;

/** @throws ServiceError `ReceiptHandleIsInvalid` for what is no handle of that queue. */
export function readReceiptHandle(handle: string, queueId: string): Receipt {
  const [, queue, position, receiveCount] = HANDLE.exec(handle) ?? [];
  if (queue !== queueId) {
    throw new ServiceError('ReceiptHandleIsInvalid', `'${handle}' is not a receipt handle of this queue`);
  }
  return { position: Number(position), receiveCount: Number(receiveCount) };
}

/** https://repost.aws/knowledge-center/sqs-receipt-handle-error */
export const expiredHandle = (handle: string): ServiceError =>
  new ServiceError(
    'InvalidParameterValue',
    `receipt handle '${handle}' has expired; receive the message again and use the new handle`,
  );
