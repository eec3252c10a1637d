import type { AlarmRecords } from './alarm-records.ts';
import type { CodeStore } from './code-store.ts';
import type { EventSourceMappings } from './event-sources/index.ts';
import type { LambdaService } from './lambda/index.ts';
import type { LogStore } from './logs/index.ts';
import type { Schedules } from './schedules/index.ts';
import type { ServiceCall } from './service-call.ts';

/** The services of one embedded cloud, as provisioning and the gateway use them. */
export interface CloudServices {
  readonly sns: ServiceCall;
  readonly sqs: ServiceCall;
  readonly dynamodb: ServiceCall;
  readonly createBucket: (name: string) => Promise<void>;
  readonly lambda: LambdaService;
  readonly mappings: EventSourceMappings;
  readonly schedules: Schedules;
  readonly logs: LogStore;
  readonly alarms: AlarmRecords;
  readonly code: CodeStore;
}
