import { logGroups, type Platform } from '../platform.ts';

/** What to type to talk to a platform that stays up. */
export function reportKeep(platform: Platform): string[] {
  const { clients, outputs } = platform;
  const { endpoint = '' } = clients.connection;
  const aws = `aws --endpoint-url ${endpoint}`;
  const order = `{"clientKey":"me-1","customerEmail":"me@example.com","card":"4242424242424242","lines":[{"sku":"mug","quantity":1}],"totalCents":1200}`;
  return [
    `The platform stays up at ${endpoint} until Ctrl-C. Any SDK or the AWS CLI can talk to it, for example:`,
    '',
    'export AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local AWS_REGION=us-east-1',
    `${aws} cloudformation describe-stacks --stack-name ${outputs.stackName}`,
    `${aws} lambda invoke --function-name ${outputs.get('PlaceOrderFunctionName')} \\`,
    `  --cli-binary-format raw-in-base64-out --payload '${order}' /dev/stdout`,
    `${aws} dynamodb scan --table-name ${outputs.get('OrdersTableName')}`,
    `${aws} sqs receive-message --message-attribute-names All --queue-url ${outputs.get('PaymentDeadLetterQueueUrl')}`,
    `${aws} logs filter-log-events --log-group-name ${logGroups(platform).get('Inventory')}`,
  ];
}
