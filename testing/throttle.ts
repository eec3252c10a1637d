import {
  DeleteFunctionConcurrencyCommand,
  GetFunctionConcurrencyCommand,
  PutFunctionConcurrencyCommand,
} from '@aws-sdk/client-lambda';
import type { CloudClients } from './cloud-clients.ts';

/**
 * Throttles every invocation of a function, from mappings and clients alike, by a reserved concurrency of 0.
 * Messages that a mapping received meanwhile come back after their visibility timeout, their receive counts risen.
 *
 * @returns a function that puts back the reserved concurrency there was.
 */
export async function throttleFunction(clients: CloudClients, functionName: string): Promise<() => Promise<void>> {
  const { ReservedConcurrentExecutions: before } = await clients.lambda.send(
    new GetFunctionConcurrencyCommand({ FunctionName: functionName }),
  );
  await reserve(clients, functionName, 0);
  return () => reserve(clients, functionName, before);
}

async function reserve(clients: CloudClients, FunctionName: string, concurrency: number | undefined): Promise<void> {
  if (concurrency === undefined) {
    await clients.lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
    return;
  }
  await clients.lambda.send(
    new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: concurrency }),
  );
}
