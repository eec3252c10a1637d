import { PARTITION, REGION } from '../account.ts';
import type { ResourceType } from './resource-type.ts';

/** `AWS::S3::Bucket`: `Ref` is the bucket's name. */
export const s3Bucket: ResourceType = {
  type: 'AWS::S3::Bucket',
  properties: ['BucketName'],
  async provision({ name }, { createBucket }) {
    const bucket = name('BucketName', { maxLength: 63 }).toLowerCase();
    await createBucket(bucket);
    return {
      ref: bucket,
      attributes: {
        Arn: `arn:${PARTITION}:s3:::${bucket}`,
        DomainName: `${bucket}.s3.amazonaws.com`,
        RegionalDomainName: `${bucket}.s3.${REGION}.amazonaws.com`,
      },
    };
  },
};
