import type { Answer } from '../engines/engine.ts';
import type { AwsRequest } from './aws-request.ts';

/** Answers the requests to one AWS service. May reject with a `ServiceError`; the gateway makes an answer of it. */
export type Service = (request: AwsRequest) => Promise<Answer>;
