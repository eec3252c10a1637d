import { TEST_TAG } from '../targets/test-tags.ts';
import { allow, PLACE, type PolicyDocument } from './policy-document.ts';

/** `npm run test:aws` deploys under a name that begins so. */
const TESTED = 'STACK-test-*';
/** Queues and FIFO topics have the name of the stack that was synthesised; the tag tells those of a test from others. */
const IN_A_TEST = { StringEquals: { [`aws:ResourceTag/${TEST_TAG.key}`]: TEST_TAG.value } };

/** What whoever runs `npm run test:aws` needs in addition to the deployer's policy: to look after the stack, and to test it. */
export const testerPolicy: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [
    allow(
      'Stacks',
      [
        'cloudformation:DescribeStackEvents',
        'cloudformation:DescribeStacks',
        'cloudformation:GetTemplate',
        'cloudformation:ListStackResources',
      ],
      [`arn:aws:cloudformation:${PLACE}:stack/${TESTED}`],
    ),
    allow('BootstrapStack', ['cloudformation:DescribeStacks'], [`arn:aws:cloudformation:${PLACE}:stack/CDKToolkit/*`]),
    allow(
      'Functions',
      [
        'lambda:DeleteFunctionConcurrency',
        'lambda:GetFunctionConcurrency',
        'lambda:GetFunctionConfiguration',
        'lambda:InvokeFunction',
        'lambda:PutFunctionConcurrency',
      ],
      [`arn:aws:lambda:${PLACE}:function:${TESTED}`],
    ),
    allow(
      'EventSourceMappings',
      ['lambda:GetEventSourceMapping', 'lambda:UpdateEventSourceMapping'],
      // A mapping has no name; whose function it calls says whose it is.
      [`arn:aws:lambda:${PLACE}:event-source-mapping:*`],
      { ArnLike: { 'lambda:FunctionArn': `arn:aws:lambda:${PLACE}:function:${TESTED}` } },
    ),
    allow(
      'Tables',
      ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query', 'dynamodb:Scan'],
      [`arn:aws:dynamodb:${PLACE}:table/${TESTED}`],
    ),
    allow('Logs', ['logs:FilterLogEvents'], [`arn:aws:logs:${PLACE}:log-group:${TESTED}`]),
    allow('Topics', ['sns:Publish'], [`arn:aws:sns:${PLACE}:STACK-*`], IN_A_TEST),
    allow(
      'Queues',
      ['sqs:ChangeMessageVisibility', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage', 'sqs:SendMessage'],
      [`arn:aws:sqs:${PLACE}:STACK-*`],
      IN_A_TEST,
    ),
  ],
};
