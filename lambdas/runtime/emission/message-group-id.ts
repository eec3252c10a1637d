/** https://docs.aws.amazon.com/sns/latest/api/API_Publish.html (`MessageGroupId`) */
const MESSAGE_GROUP_ID = /^[!-~]{1,128}$/;

/** True for what SNS and SQS take as a message group. */
export const isMessageGroupId = (value: unknown): value is string =>
  typeof value === 'string' && MESSAGE_GROUP_ID.test(value);
