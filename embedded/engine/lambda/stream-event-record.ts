import type { EventSource } from '../../event-sources/event-source.ts';
import type { StreamRecord } from '../dynamodb/stream-record.ts';
import { itemJson } from './attribute-json.ts';

/** The record that a function receives for a change: https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html. */
export function streamEventRecord(
  { eventId, eventName, dynamodb, userIdentity }: StreamRecord,
  source: EventSource,
): object {
  return {
    eventID: eventId,
    eventName,
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: source.region,
    dynamodb: {
      ApproximateCreationDateTime: dynamodb.approximateCreationDateTime / 1000,
      Keys: itemJson(dynamodb.keys),
      ...(dynamodb.newImage !== undefined && { NewImage: itemJson(dynamodb.newImage) }),
      ...(dynamodb.oldImage !== undefined && { OldImage: itemJson(dynamodb.oldImage) }),
      SequenceNumber: dynamodb.sequenceNumber,
      SizeBytes: dynamodb.sizeBytes,
      StreamViewType: dynamodb.streamViewType,
    },
    ...(userIdentity !== undefined && { userIdentity }),
    eventSourceARN: source.arn,
  };
}
