import type { Engine } from '../engines/engine.ts';
import { errorAnswer } from './answers.ts';
import type { Service } from './service.ts';

/** SNS, SQS, S3 and STS: the engine's answer as it is. */
export function engineService(engine: Engine): Service {
  return (request) => engine.handle(request);
}

/** Actions that may leave records in a stream. */
const WRITES = new Set([
  'BatchExecuteStatement',
  'BatchWriteItem',
  'DeleteItem',
  'ExecuteStatement',
  'ExecuteTransaction',
  'PutItem',
  'TransactWriteItems',
  'UpdateItem',
]);

/** The engine says so without naming the action. */
const UNKNOWN_OPERATION = '"__type":"com.amazon.coral.service#UnknownOperationException"';

/**
 * DynamoDB and DynamoDB Streams.
 *
 * @param onWrite - told of the body of every request that succeeded and may have written
 */
export function dynamodbService(engine: Engine, onWrite: (body: Buffer) => void): Service {
  return async (request) => {
    const answer = await engine.handle(request);
    const { operation } = request;
    if (answer.status < 300) {
      if (WRITES.has(operation)) onWrite(request.body);
      return answer;
    }
    if (!answer.body.includes(UNKNOWN_OPERATION)) return answer;
    return errorAnswer(
      'json',
      'UnknownOperationException',
      `The embedded cloud has no action ${operation} of DynamoDB`,
    );
  };
}
