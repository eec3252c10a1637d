export { callingEnvironment } from './access-key.ts';
export type { FunctionConfiguration } from './function-configuration.ts';
export type { FunctionInvoker, InvokeOptions, InvokeResult } from './invocation.ts';
export { LambdaService } from './lambda-service.ts';
