import { Token } from 'aws-cdk-lib';
import { type PropsCheck, shown } from '../props/props-check.ts';

const TABLE_ARN = /^arn:[\w-]+:dynamodb:[\w-]+:\d{12}:table\/[\w.-]{3,255}$/;

/** Checks that an ARN is that of a table. A token passes. */
export function checkTableArn(check: PropsCheck, tableArn: string): void {
  if (typeof tableArn !== 'string' || !(Token.isUnresolved(tableArn) || TABLE_ARN.test(tableArn))) {
    check.add('TableArnInvalid', `tableArn must be the ARN of a DynamoDB table, got ${shown(tableArn)}`);
  }
}
