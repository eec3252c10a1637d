import { cloudwatchAlarm, cloudwatchCompositeAlarm } from './cloudwatch-alarm.ts';
import { dynamodbGlobalTable } from './dynamodb-global-table.ts';
import { dynamodbTable } from './dynamodb-table.ts';
import { eventsRule } from './events-rule.ts';
import { lambdaEventSourceMapping } from './lambda-event-source-mapping.ts';
import { lambdaFunction } from './lambda-function.ts';
import { logsLogGroup } from './logs-log-group.ts';
import type { ResourceType } from './resource-type.ts';
import { s3Bucket } from './s3-bucket.ts';
import { schedulerSchedule } from './scheduler-schedule.ts';
import { snsSubscription } from './sns-subscription.ts';
import { snsTopic } from './sns-topic.ts';
import { sqsQueue } from './sqs-queue.ts';

export type { Provisioned, ResourceRequest, ResourceType } from './resource-type.ts';
export { isStoredOnly, store } from './stored-types.ts';

/** The resource types that the embedded cloud runs, by CloudFormation's name. */
export const RESOURCE_TYPES: ReadonlyMap<string, ResourceType> = new Map(
  [
    cloudwatchAlarm,
    cloudwatchCompositeAlarm,
    dynamodbGlobalTable,
    dynamodbTable,
    eventsRule,
    lambdaEventSourceMapping,
    lambdaFunction,
    logsLogGroup,
    s3Bucket,
    schedulerSchedule,
    snsSubscription,
    snsTopic,
    sqsQueue,
  ].map((resourceType) => [resourceType.type, resourceType]),
);
