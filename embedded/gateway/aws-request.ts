import type { EngineRequest } from '../engines/engine.ts';
import { lambdaRoute } from './lambda-route.ts';

/** How a service writes requests and errors. */
export type Protocol = 'json' | 'query' | 'rest';

/** A request, with what the gateway needs to know of it. */
export interface AwsRequest extends EngineRequest {
  /** Signing name of the service, for example `sqs`; DynamoDB Streams signs as `dynamodb`. */
  readonly service: string;
  readonly protocol: Protocol;
  /** AWS's name of the action; empty when the service has none in its requests (S3). */
  readonly operation: string;
  readonly accessKeyId: string | undefined;
}

/** `AWS4-HMAC-SHA256 Credential=KEY/20261121/us-east-1/sqs/aws4_request, ...` */
const CREDENTIAL_SCOPE = /Credential=([^/]+)\/\d+\/[^/]+\/([^/]+)\/aws4_request/;

/** Services by the prefix of `x-amz-target`, for requests that are not signed. */
const TARGETS: Readonly<Record<string, string>> = {
  AmazonSQS: 'sqs',
  DynamoDB_20120810: 'dynamodb',
  DynamoDBStreams_20120810: 'dynamodb',
  Logs_20140328: 'logs',
};

/** Tells which service and action a request is for: by its signature, else by what only one service sends. */
export function awsRequest(request: EngineRequest): AwsRequest {
  const { headers, body, url } = request;
  const [accessKeyId, signedService] = credentialScope(request);
  const target = headers['x-amz-target'];
  if (target !== undefined) {
    const [prefix = '', operation = ''] = target.split('.', 2);
    return {
      ...request,
      service: signedService ?? TARGETS[prefix] ?? prefix,
      protocol: 'json',
      operation,
      accessKeyId,
    };
  }
  if (headers['content-type']?.startsWith('application/x-www-form-urlencoded')) {
    const operation = /(?:^|&)Action=(\w+)/.exec(body.toString('latin1'))?.[1] ?? '';
    return { ...request, service: signedService ?? 'sns', protocol: 'query', operation, accessKeyId };
  }
  const service = signedService ?? (/^\/20\d\d-\d\d-\d\d\//.test(url) ? 'lambda' : 's3');
  const operation = service === 'lambda' ? (lambdaRoute(request.method, url)?.operation ?? '') : '';
  return { ...request, service, protocol: 'rest', operation, accessKeyId };
}

function credentialScope({ headers, url }: EngineRequest): readonly [string?, string?] {
  const signature = headers['authorization'] ?? presignedCredential(url);
  const [, accessKeyId, service] = CREDENTIAL_SCOPE.exec(signature) ?? [];
  return [accessKeyId, service];
}

function presignedCredential(url: string): string {
  const credential = /[?&]X-Amz-Credential=([^&]+)/.exec(url)?.[1];
  return credential === undefined ? '' : `Credential=${decodeURIComponent(credential)}`;
}
