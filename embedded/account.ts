/** The one account of the embedded cloud; fauxqs and LocalStack use the same. */
export const ACCOUNT_ID = '000000000000';
/** The one Region of the embedded cloud. */
export const REGION = 'us-east-1';
/** The partition that `AWS::Partition` resolves to. */
export const PARTITION = 'aws';
