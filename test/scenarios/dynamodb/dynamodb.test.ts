import { afterAll, beforeAll, describe } from 'vitest';
import { chosenDynamoDb } from '../../chosen-dynamodb.ts';
import { type DynamoDbEngine, startDynamoDb } from '../../conformance/engines/dynamodb-engine.ts';
import { runScenarios, type ScenarioTarget } from '../scenario.ts';
import { dynamoDbScenarios } from './scenarios.ts';
import { sdkCalls } from './sdk-services.ts';

const target: ScenarioTarget = chosenDynamoDb ?? 'dynoxide';

// The unit tests run the same on the engine.
describe(`DynamoDB on ${target}, through the SDK`, () => {
  let engine: DynamoDbEngine;
  beforeAll(async () => {
    engine = await startDynamoDb();
  });
  afterAll(() => engine.stop());

  runScenarios(target, dynamoDbScenarios, async () => ({
    dynamoDb: sdkCalls(engine.client),
    table: await engine.createTable('table', 'pk'),
    sorted: await engine.createTable('sorted', 'pk', 'sk'),
  }));
});
