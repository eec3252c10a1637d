import { env } from 'node:process';
import { lambdaRelay } from '../adapters/lambda-relay.ts';

/** The Lambda function that publishes what the outbox table's stream says was committed. */
export const handler = lambdaRelay(env);
