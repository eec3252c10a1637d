export * from './simulate-consumer.ts';
export * from './simulation-errors.ts';
export * from './simulation-setup.ts';
