import { describe } from 'vitest';
import { engineServices } from '../../../scenarios/dynamodb/engine-services.ts';
import { dynamoDbScenarios } from '../../../scenarios/dynamodb/scenarios.ts';
import { runScenarios } from '../../../scenarios/scenario.ts';

// The engines' tests run the same through the SDK on dynoxide, or on DynamoDB Local.
describe('DynamoDB on the engine', () => {
  runScenarios('engine', dynamoDbScenarios, engineServices);
});
