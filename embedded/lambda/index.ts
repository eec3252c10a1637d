export { type CallingEnvironment, callingEnvironment } from './access-key.ts';
export type { FunctionConfiguration } from './function-configuration.ts';
export type {
  FunctionInvoker,
  InvocationSource,
  InvokeFailure,
  InvokeOptions,
  InvokeResult,
  InvokeSuccess,
  InvokeThrottle,
} from './invocation.ts';
export { LambdaService, type LambdaServiceProps } from './lambda-service.ts';
