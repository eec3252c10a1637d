import { randomUUID } from 'node:crypto';
import type { Answer } from '../engines/engine.ts';
import type { EventSourceMappings } from '../event-sources/index.ts';
import type { LambdaService } from '../lambda/index.ts';
import type { LogStore } from '../logs/index.ts';
import { ServiceError } from '../service-call.ts';
import { errorAnswer } from './answers.ts';
import type { AwsRequest } from './aws-request.ts';
import { functionConfiguration, functionDescription, required } from './function-description.ts';
import { invokeFunction } from './invoke-function.ts';
import { type LambdaOperation, type LambdaRoute, lambdaRoute } from './lambda-route.ts';
import type { Service } from './service.ts';

/** What Lambda's API works on. */
export interface LambdaRooms {
  readonly lambda: LambdaService;
  readonly mappings: EventSourceMappings;
  readonly logs: LogStore;
}

type Operation = (request: AwsRequest, route: LambdaRoute, rooms: LambdaRooms) => Promise<Answer> | Answer;

/** Lambda's REST API: invoking, reading functions, their concurrency, and event source mappings. */
export function lambdaService(rooms: LambdaRooms): Service {
  return async (request) => {
    const route = lambdaRoute(request.method, request.url);
    if (route) return OPERATIONS[route.operation](request, route, rooms);
    const message = `The embedded cloud has no ${request.method} ${request.url} of Lambda`;
    return errorAnswer('rest', 'UnknownOperationException', message, 404);
  };
}

const OPERATIONS: Readonly<Record<LambdaOperation, Operation>> = {
  Invoke: (request, { resource }, { lambda, logs }) => invokeFunction(request, resource, lambda, logs),

  GetFunction: (_request, { resource }, { lambda }) => answer(functionDescription(lambda, resource)),
  GetFunctionConfiguration: (_request, { resource }, { lambda }) =>
    answer(functionConfiguration(required(lambda, resource))),
  ListFunctions: (_request, _route, { lambda }) => answer({ Functions: lambda.list().map(functionConfiguration) }),

  GetFunctionConcurrency: (_request, { resource }, { lambda }) =>
    answer({ ReservedConcurrentExecutions: required(lambda, resource).reservedConcurrency }),
  PutFunctionConcurrency: ({ body }, { resource }, { lambda }) => {
    const { ReservedConcurrentExecutions } = JSON.parse(body.toString()) as { ReservedConcurrentExecutions?: number };
    if (!Number.isInteger(ReservedConcurrentExecutions) || Number(ReservedConcurrentExecutions) < 0) {
      const message = `ReservedConcurrentExecutions must be a whole number from 0, got ${ReservedConcurrentExecutions}`;
      throw new ServiceError('InvalidParameterValueException', message, 400);
    }
    lambda.setReservedConcurrency(resource, ReservedConcurrentExecutions);
    return answer({ ReservedConcurrentExecutions });
  },
  DeleteFunctionConcurrency: (_request, { resource }, { lambda }) => {
    lambda.setReservedConcurrency(resource, undefined);
    return { status: 204, headers: {}, body: '' };
  },

  ListEventSourceMappings: (_request, { query }, { mappings }) => {
    const functionName = query.get('FunctionName');
    const eventSourceArn = query.get('EventSourceArn');
    const selected = mappings.list({
      ...(functionName !== null && { functionName }),
      ...(eventSourceArn !== null && { eventSourceArn }),
    });
    return answer({ EventSourceMappings: selected });
  },
  GetEventSourceMapping: (_request, { resource }, { mappings }) => answer(mappings.describe(resource)),
  UpdateEventSourceMapping: ({ body }, { resource }, { mappings }) =>
    answer(mappings.update(resource, JSON.parse(body.toString() || '{}')), 202),
};

function answer(output: object, status = 200): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json', 'x-amzn-requestid': randomUUID() },
    body: JSON.stringify(output),
  };
}
