import type { DynamoDbEngineName } from '../embedded/index.ts';

/**
 * The engine that tests run on: `FANOUT_TEST_DYNAMODB=dynamodb-local` runs them on DynamoDB Local. Undefined for the one
 * that users get by default.
 */
export const chosenDynamoDb = process.env['FANOUT_TEST_DYNAMODB'] as DynamoDbEngineName | undefined;
