export * from './simulate-consumer.ts';
export * from './simulation-errors.ts';
export * from './simulation-setup.ts';
export type { SimulationSummary } from './simulation-summary.ts';
