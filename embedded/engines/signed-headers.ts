import { REGION } from '../account.ts';

/** Headers of an in-process call: engines read the Region from the credential scope and check nothing else of it. */
export function signedHeaders(service: string): Record<string, string> {
  return {
    authorization: `AWS4-HMAC-SHA256 Credential=embedded/20260101/${REGION}/${service}/aws4_request, SignedHeaders=host, Signature=none`,
    'x-amz-date': '20260101T000000Z',
  };
}
