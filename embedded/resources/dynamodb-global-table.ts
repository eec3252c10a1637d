import { createTable } from './create-table.ts';
import type { ResourceType } from './resource-type.ts';

/**
 * `AWS::DynamoDB::GlobalTable` (CDK's `TableV2`), as the one replica of the Region: `Ref` is the table's name. Capacity
 * is never limited here, so it is always created on demand.
 */
export const dynamodbGlobalTable: ResourceType = {
  type: 'AWS::DynamoDB::GlobalTable',
  properties: [
    'AttributeDefinitions',
    'GlobalSecondaryIndexes',
    'KeySchema',
    'LocalSecondaryIndexes',
    'StreamSpecification',
    'TableName',
    'TimeToLiveSpecification',
  ],
  provision: (request, { dynamodb }) =>
    createTable(request, dynamodb, { ofTable: { BillingMode: 'PAY_PER_REQUEST' }, ofIndex: [] }),
};
