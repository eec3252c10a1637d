import { createTable, streamSpecification } from './create-table.ts';
import { objectList, objectProperty, pick } from './property.ts';
import type { ResourceType } from './resource-type.ts';

/** Capacity is never limited here, so a global table is always created on demand. */
const INDEX = ['IndexName', 'KeySchema', 'Projection'];

/** `AWS::DynamoDB::GlobalTable` (CDK's `TableV2`), as the one replica of the Region: `Ref` is the table's name. */
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
  async provision({ properties, name }, { dynamodb }) {
    const globalIndexes = objectList(properties, 'GlobalSecondaryIndexes');
    const localIndexes = objectList(properties, 'LocalSecondaryIndexes');
    return createTable(
      dynamodb,
      {
        TableName: name('TableName', { maxLength: 255 }),
        BillingMode: 'PAY_PER_REQUEST',
        ...pick(properties, ['AttributeDefinitions', 'KeySchema']),
        ...(globalIndexes.length > 0 && { GlobalSecondaryIndexes: globalIndexes.map((index) => pick(index, INDEX)) }),
        ...(localIndexes.length > 0 && { LocalSecondaryIndexes: localIndexes.map((index) => pick(index, INDEX)) }),
        ...streamSpecification(properties),
      },
      objectProperty(properties, 'TimeToLiveSpecification'),
    );
  },
};
