export { EnvironmentError } from './adapters/environment-reader.ts';
export { lambdaConsumer } from './adapters/lambda-consumer.ts';
export type { LambdaContext, LambdaHandler } from './adapters/lambda-handler.ts';
export { lambdaProducer } from './adapters/lambda-producer.ts';
export * from './runtime/index.ts';
