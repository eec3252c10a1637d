import { createTable, streamSpecification } from './create-table.ts';
import { objectList, objectProperty, pick } from './property.ts';
import type { ResourceType } from './resource-type.ts';

const INDEX = ['IndexName', 'KeySchema', 'Projection', 'ProvisionedThroughput'];

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
  async provision({ properties, name }, { dynamodb }) {
    const globalIndexes = objectList(properties, 'GlobalSecondaryIndexes');
    const localIndexes = objectList(properties, 'LocalSecondaryIndexes');
    return createTable(
      dynamodb,
      {
        TableName: name('TableName', { maxLength: 255 }),
        ...pick(properties, ['AttributeDefinitions', 'KeySchema', 'BillingMode', 'ProvisionedThroughput']),
        ...(globalIndexes.length > 0 && { GlobalSecondaryIndexes: globalIndexes.map((index) => pick(index, INDEX)) }),
        ...(localIndexes.length > 0 && { LocalSecondaryIndexes: localIndexes.map((index) => pick(index, INDEX)) }),
        ...streamSpecification(properties),
      },
      objectProperty(properties, 'TimeToLiveSpecification'),
    );
  },
};
