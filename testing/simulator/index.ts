export * from './simulate-consumer.ts';
