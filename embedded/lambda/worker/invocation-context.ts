import type { InvocationRequest } from './protocol.ts';

/** Builds the context object that Lambda passes to a handler as its second argument. */
export function invocationContext(request: InvocationRequest, environment: NodeJS.ProcessEnv): object {
  return {
    callbackWaitsForEmptyEventLoop: true,
    awsRequestId: request.requestId,
    invokedFunctionArn: request.functionArn,
    functionName: environment['AWS_LAMBDA_FUNCTION_NAME'],
    functionVersion: environment['AWS_LAMBDA_FUNCTION_VERSION'],
    memoryLimitInMB: environment['AWS_LAMBDA_FUNCTION_MEMORY_SIZE'],
    logGroupName: environment['AWS_LAMBDA_LOG_GROUP_NAME'],
    logStreamName: environment['AWS_LAMBDA_LOG_STREAM_NAME'],
    getRemainingTimeInMillis: () => request.deadline - Date.now(),
  };
}
