import { allow, PLACE, type PolicyDocument } from './policy-document.ts';

/**
 * What CloudFormation needs in addition for a stack that has keys, as the example has in production.
 *
 * A key has no name, so that this names every key of the account and Region whose key policy leaves it to IAM.
 */
export const keysPolicy: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [
    // AWS has no narrower resource for it: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awskeymanagementservice.html
    allow('NewKeys', ['kms:CreateKey'], ['*']),
    allow(
      'Keys',
      [
        'kms:DescribeKey',
        'kms:DisableKey',
        'kms:DisableKeyRotation',
        'kms:EnableKey',
        'kms:EnableKeyRotation',
        'kms:GetKeyPolicy',
        'kms:GetKeyRotationStatus',
        'kms:ListResourceTags',
        'kms:PutKeyPolicy',
        'kms:ScheduleKeyDeletion',
        'kms:TagResource',
        'kms:UntagResource',
        'kms:UpdateKeyDescription',
      ],
      [`arn:aws:kms:${PLACE}:key/*`],
    ),
  ],
};

/** Types of resources that the policy covers. */
export const keyTypes: ReadonlySet<string> = new Set(['AWS::KMS::Key']);
