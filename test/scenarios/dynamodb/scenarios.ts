import type { Scenario } from '../scenario.ts';
import { conditionScenarios } from './condition-scenarios.ts';
import type { DataServices } from './data-services.ts';
import { readScenarios } from './read-scenarios.ts';
import { transactionScenarios } from './transaction-scenarios.ts';
import { updateScenarios } from './update-scenarios.ts';

/** What DynamoDB does, by its documentation. */
export const dynamoDbScenarios: readonly Scenario<DataServices>[] = [
  ...conditionScenarios,
  ...updateScenarios,
  ...transactionScenarios,
  ...readScenarios,
];
