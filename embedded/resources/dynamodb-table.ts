import { createTable } from './create-table.ts';
import { pick } from './property.ts';
import type { ResourceType } from './resource-type.ts';

/** `AWS::DynamoDB::Table`: `Ref` is the table's name. */
export const dynamodbTable: ResourceType = {
  type: 'AWS::DynamoDB::Table',
  properties: [
    'AttributeDefinitions',
    'BillingMode',
    'GlobalSecondaryIndexes',
    'KeySchema',
    'LocalSecondaryIndexes',
    'ProvisionedThroughput',
    'StreamSpecification',
    'TableName',
    'TimeToLiveSpecification',
  ],
  provision: (request, { dynamodb }) =>
    createTable(request, dynamodb, {
      ofTable: pick(request.properties, ['BillingMode', 'ProvisionedThroughput']),
      ofIndex: ['ProvisionedThroughput'],
    }),
};
