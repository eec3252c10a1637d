import { afterAll, beforeAll, describe } from 'vitest';
import type { DynamoDbEngine } from '../../conformance/engines/dynamodb-engine.ts';
import { runScenarios } from '../scenario.ts';
import { chosenTarget, startDynamoDbTarget } from './dynamodb-target.ts';
import { dynamoDbScenarios } from './scenarios.ts';
import { sdkCalls } from './sdk-services.ts';

// The unit tests run the same on the engine.
describe(`DynamoDB on ${chosenTarget}, through the SDK`, () => {
  let engine: DynamoDbEngine;
  beforeAll(async () => {
    engine = await startDynamoDbTarget();
  });
  afterAll(() => engine.stop());

  runScenarios(chosenTarget, dynamoDbScenarios, async () => ({
    dynamoDb: sdkCalls(engine.client),
    table: await engine.createTable('table', 'pk'),
    sorted: await engine.createTable('sorted', 'pk', 'sk'),
  }));
});
