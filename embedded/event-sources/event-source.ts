import { ServiceError } from '../service-call.ts';

/** Where a mapping reads from. */
export interface EventSource {
  readonly kind: 'standard-queue' | 'fifo-queue' | 'stream';
  readonly arn: string;
  readonly region: string;
  /** Of the queue, or of the table whose stream it is. */
  readonly name: string;
}

/**
 * Reads the ARN of an SQS queue or of a DynamoDB stream.
 *
 * @throws {ServiceError} `InvalidParameterValueException` for any other source.
 */
export function eventSourceOf(arn: string): EventSource {
  const [, , service, region = '', , resource = ''] = arn.split(':');
  if (service === 'sqs') {
    return { kind: resource.endsWith('.fifo') ? 'fifo-queue' : 'standard-queue', arn, region, name: resource };
  }
  const table = /^table\/(?<name>[^/]+)\/stream\//.exec(resource)?.groups?.['name'];
  if (service === 'dynamodb' && table !== undefined) return { kind: 'stream', arn, region, name: table };
  throw new ServiceError(
    'InvalidParameterValueException',
    `EventSourceArn must be the ARN of an SQS queue or of a DynamoDB stream, got ${arn}`,
    400,
  );
}
