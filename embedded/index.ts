export type { AlarmRecord } from './alarm-records.ts';
export type { EmbeddedCloud, EmbeddedCloudOptions, EmbeddedStack, EmbeddedTimings } from './embedded-cloud.ts';
export { EmbeddedCloudError, type EmbeddedCloudErrorCode } from './embedded-cloud-error.ts';
export type { DynamoDbEngineName } from './engines/dynamodb-process.ts';
export { describeFinding, type Finding } from './findings.ts';
export { startEmbeddedCloud } from './start-embedded-cloud.ts';
