import { ServiceError } from '../service-call.ts';
import type { Engine } from './engine.ts';
import { signedHeaders } from './signed-headers.ts';

/** Creates S3 buckets by name. */
export function createBucketCall(engine: Engine): (name: string) => Promise<void> {
  return async (name) => {
    const headers = { ...signedHeaders('s3'), host: '127.0.0.1' };
    const { status, body } = await engine.handle({ method: 'PUT', url: `/${name}`, headers, body: Buffer.alloc(0) });
    if (status >= 300) throw new ServiceError('BucketNotCreated', `CreateBucket ${name}: ${body}`, status);
  };
}
