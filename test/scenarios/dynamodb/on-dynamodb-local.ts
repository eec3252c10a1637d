import type { Difference, Scenario } from '../scenario.ts';

/** A difference of DynamoDB Local, which LocalStack runs too. */
export const onDynamoDbLocal = (difference: Difference): Scenario<never>['differs'] => ({
  'dynamodb-local': difference,
  localstack: difference,
});
