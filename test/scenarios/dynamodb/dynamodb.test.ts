import { afterAll, beforeAll, describe } from 'vitest';
import { chosenDynamoDb } from '../../chosen-dynamodb.ts';
import { type DynamoDbEngine, startDynamoDb } from '../../conformance/engines/dynamodb-engine.ts';
import { runScenarios, type ScenarioTarget } from '../scenario.ts';
import { conditionScenarios } from './condition-scenarios.ts';
import { engineServices } from './engine-services.ts';
import { readScenarios } from './read-scenarios.ts';
import { sdkCalls } from './sdk-services.ts';
import { transactionScenarios } from './transaction-scenarios.ts';
import { updateScenarios } from './update-scenarios.ts';

const SCENARIOS = [...conditionScenarios, ...updateScenarios, ...transactionScenarios, ...readScenarios];
const target: ScenarioTarget = chosenDynamoDb ?? 'dynoxide';

describe('on the engine', () => {
  runScenarios('engine', SCENARIOS, engineServices);
});

describe(`on ${target}, through the SDK`, () => {
  let engine: DynamoDbEngine;
  beforeAll(async () => {
    engine = await startDynamoDb();
  });
  afterAll(() => engine.stop());

  runScenarios(target, SCENARIOS, async () => ({
    dynamoDb: sdkCalls(engine.client),
    table: await engine.createTable('table', 'pk'),
    sorted: await engine.createTable('sorted', 'pk', 'sk'),
  }));
});
