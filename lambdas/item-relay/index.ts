import { env } from 'node:process';
import { lambdaItemRelay } from '../adapters/lambda-item-relay.ts';

/** The Lambda function that publishes the events that ride in the items of a business table. */
export const handler = lambdaItemRelay(env);
