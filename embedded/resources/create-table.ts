import { ACCOUNT_ID, PARTITION, REGION } from '../account.ts';
import type { JsonObject } from '../json.ts';
import type { ServiceCall } from '../service-call.ts';
import { isTrue, objectList, objectProperty, pick } from './property.ts';
import type { Provisioned, ResourceRequest } from './resource-type.ts';

interface TableDescription {
  readonly TableId?: string;
  readonly LatestStreamArn?: string;
}

/** How the capacity of a table and its indexes is paid for, as `CreateTable` takes it. */
interface Capacity {
  readonly ofTable: JsonObject;
  /** Properties that only this kind of table has in an index. */
  readonly ofIndex: readonly string[];
}

/** Creates a table and sets its time to live; both table types of CloudFormation end here. */
export async function createTable(
  { properties, name }: ResourceRequest,
  dynamodb: ServiceCall,
  { ofTable, ofIndex }: Capacity,
): Promise<Provisioned> {
  const TableName = name('TableName', { maxLength: 255 });
  const indexes = (property: string): JsonObject => {
    const list = objectList(properties, property);
    const kept = ['IndexName', 'KeySchema', 'Projection', ...ofIndex];
    return list.length === 0 ? {} : { [property]: list.map((index) => pick(index, kept)) };
  };
  const { TableDescription } = await dynamodb<{ TableDescription: TableDescription }>('CreateTable', {
    TableName,
    ...pick(properties, ['AttributeDefinitions', 'KeySchema']),
    ...ofTable,
    ...indexes('GlobalSecondaryIndexes'),
    ...indexes('LocalSecondaryIndexes'),
    ...streamSpecification(properties),
  });
  const timeToLive = objectProperty(properties, 'TimeToLiveSpecification');
  if (isTrue(timeToLive['Enabled'])) {
    await dynamodb('UpdateTimeToLive', {
      TableName,
      TimeToLiveSpecification: { Enabled: true, AttributeName: timeToLive['AttributeName'] },
    });
  }
  return {
    ref: TableName,
    attributes: {
      Arn: `arn:${PARTITION}:dynamodb:${REGION}:${ACCOUNT_ID}:table/${TableName}`,
      ...(TableDescription.TableId && { TableId: TableDescription.TableId }),
      ...(TableDescription.LatestStreamArn && { StreamArn: TableDescription.LatestStreamArn }),
    },
  };
}

/** DynamoDB's stream settings from CloudFormation's, which leave out that the stream is on. */
function streamSpecification(properties: JsonObject): JsonObject {
  const { StreamViewType } = objectProperty(properties, 'StreamSpecification');
  return StreamViewType === undefined ? {} : { StreamSpecification: { StreamEnabled: true, StreamViewType } };
}
