import { ACCOUNT_ID, REGION } from './account.ts';
import { AlarmRecords } from './alarm-records.ts';
import type { FileAsset } from './assembly/file-asset.ts';
import type { CloudServices } from './cloud-services.ts';
import { CodeStore } from './code-store.ts';
import { createBucketCall } from './engines/create-bucket-call.ts';
import type { Engines } from './engines/index.ts';
import { jsonServiceCall } from './engines/json-service-call.ts';
import { queryServiceCall } from './engines/query-service-call.ts';
import { EventSourceMappings } from './event-sources/index.ts';
import { LambdaService } from './lambda/index.ts';
import { LogStore } from './logs/index.ts';
import { Schedules } from './schedules/index.ts';

/**
 * Creates the services that run in this process, on top of the engines.
 *
 * `parts` ends schedules first, then mappings and functions together.
 */
export function wireServices(
  { fauxqs, dynamodb }: Engines,
  assets: readonly FileAsset[],
  endpoint: () => string,
  parts: AsyncDisposableStack,
): CloudServices {
  const code = new CodeStore(assets);
  parts.defer(() => code.remove());
  const logs = new LogStore();
  const lambda = new LambdaService({ logs, endpoint, region: REGION, accountId: ACCOUNT_ID });
  const sqs = jsonServiceCall(fauxqs, 'sqs', 'AmazonSQS');
  const streams = jsonServiceCall(dynamodb, 'dynamodb', 'DynamoDBStreams_20120810');
  const mappings = new EventSourceMappings({ lambda, sqs, streams });
  parts.defer(async () => {
    // Mappings wait for their invocations, which end with the functions.
    const idle = mappings.stop();
    await lambda.stop();
    await idle;
  });
  const schedules = new Schedules({ lambda });
  parts.defer(() => schedules.stop());
  return {
    sns: queryServiceCall(fauxqs, 'sns'),
    sqs,
    dynamodb: jsonServiceCall(dynamodb, 'dynamodb', 'DynamoDB_20120810'),
    createBucket: createBucketCall(fauxqs),
    lambda,
    mappings,
    schedules,
    logs,
    alarms: new AlarmRecords(),
    code,
  };
}
