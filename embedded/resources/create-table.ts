import { ACCOUNT_ID, PARTITION, REGION } from '../account.ts';
import type { JsonObject } from '../json.ts';
import type { ServiceCall } from '../service-call.ts';
import { isTrue, objectProperty } from './property.ts';
import type { Provisioned } from './resource-type.ts';

interface TableDescription {
  readonly TableId?: string;
  readonly LatestStreamArn?: string;
}

/** Creates a table and sets its time to live; both table types of CloudFormation end here. */
export async function createTable(
  dynamodb: ServiceCall,
  input: JsonObject,
  timeToLive: JsonObject,
): Promise<Provisioned> {
  const TableName = String(input['TableName']);
  const { TableDescription } = await dynamodb<{ TableDescription: TableDescription }>('CreateTable', input);
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
export function streamSpecification(properties: JsonObject): JsonObject {
  const { StreamViewType } = objectProperty(properties, 'StreamSpecification');
  return StreamViewType === undefined ? {} : { StreamSpecification: { StreamEnabled: true, StreamViewType } };
}
