import type { Answer } from '../engines/engine.ts';
import { errorAnswer } from '../gateway/answers.ts';
import type { AwsRequest } from '../gateway/aws-request.ts';

const DYNAMODB_MESSAGE =
  'The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API.';

/** What a service answers when it throttles a call. */
export function throttleAnswer({ service, protocol }: AwsRequest): Answer {
  switch (service) {
    case 'dynamodb':
      return errorAnswer(protocol, 'ProvisionedThroughputExceededException', DYNAMODB_MESSAGE, 400);
    case 'sns':
      return errorAnswer(protocol, 'Throttled', 'Rate exceeded', 429);
    case 'sqs':
      return errorAnswer(protocol, 'RequestThrottled', 'The request was denied due to request throttling.', 400);
    default:
      return errorAnswer(protocol, 'TooManyRequestsException', 'Rate Exceeded.', 429);
  }
}
