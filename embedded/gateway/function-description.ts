import type { FunctionConfiguration, LambdaService } from '../lambda/index.ts';
import { ServiceError } from '../service-call.ts';

/**
 * The function of that name or ARN.
 *
 * @throws {ServiceError} `ResourceNotFoundException`.
 */
export function required(lambda: LambdaService, nameOrArn: string): FunctionConfiguration {
  const configuration = lambda.configuration(nameOrArn);
  if (configuration) return configuration;
  throw new ServiceError('ResourceNotFoundException', `Function not found: ${nameOrArn}`, 404);
}

/** A function in the shape of `GetFunctionConfiguration`. */
export function functionConfiguration(configuration: FunctionConfiguration): object {
  return {
    FunctionName: configuration.name,
    FunctionArn: configuration.arn,
    Runtime: configuration.runtime,
    Handler: configuration.handler,
    Timeout: configuration.timeoutSeconds,
    MemorySize: configuration.memoryMegabytes,
    Environment: { Variables: configuration.environment },
    LoggingConfig: { LogFormat: 'JSON', LogGroup: configuration.logGroup },
    PackageType: 'Zip',
    Version: '$LATEST',
    State: 'Active',
    LastUpdateStatus: 'Successful',
  };
}

/** A function in the shape of `GetFunction`. */
export function functionDescription(lambda: LambdaService, nameOrArn: string): object {
  const configuration = required(lambda, nameOrArn);
  const { reservedConcurrency } = configuration;
  return {
    Configuration: functionConfiguration(configuration),
    Code: { RepositoryType: 'S3' },
    ...(reservedConcurrency !== undefined && {
      Concurrency: { ReservedConcurrentExecutions: reservedConcurrency },
    }),
  };
}
