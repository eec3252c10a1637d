import { devNull } from 'node:os';
import type { FunctionConfiguration } from './function-configuration.ts';

/** What is particular to one execution environment. */
export interface EnvironmentIdentity {
  readonly accessKeyId: string;
  readonly logStream: string;
  readonly region: string;
  /** Base URL of the embedded cloud. */
  readonly endpoint: string;
}

/**
 * All variables of an execution environment: the function's own, then Lambda's, which win.
 *
 * Nothing of this process's environment is in it. The SDK's configuration files are switched off, so that a profile of
 * the person at the machine cannot change how a function behaves.
 */
export function environmentVariables(
  configuration: FunctionConfiguration,
  identity: EnvironmentIdentity,
): Record<string, string> {
  return {
    LANG: 'en_US.UTF-8',
    PATH: '/usr/local/bin:/usr/bin:/bin:/opt/bin',
    TZ: ':UTC',
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    ...configuration.environment,
    _HANDLER: configuration.handler,
    AWS_ACCESS_KEY_ID: identity.accessKeyId,
    AWS_SECRET_ACCESS_KEY: 'embedded',
    AWS_SESSION_TOKEN: 'embedded',
    AWS_REGION: identity.region,
    AWS_DEFAULT_REGION: identity.region,
    AWS_ENDPOINT_URL: identity.endpoint,
    AWS_EXECUTION_ENV: `AWS_Lambda_${configuration.runtime}`,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(configuration.memoryMegabytes),
    AWS_LAMBDA_FUNCTION_NAME: configuration.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: configuration.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: identity.logStream,
    LAMBDA_TASK_ROOT: configuration.codePath,
  };
}
