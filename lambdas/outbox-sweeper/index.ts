import { env } from 'node:process';
import { lambdaSweeper } from '../adapters/lambda-sweeper.ts';

/** The Lambda function that publishes what the relay left, on a schedule. */
export const handler = lambdaSweeper(env);
