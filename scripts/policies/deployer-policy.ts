import { allow, type PolicyDocument, QUALIFIER } from './policy-document.ts';

/**
 * What `cdk deploy` and `cdk destroy` need of a person or a pipeline: to become the roles of the bootstrap stack
 * (https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html).
 */
export const deployerPolicy: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [
    allow(
      'BecomeTheBootstrapRoles',
      ['sts:AssumeRole'],
      ['deploy', 'file-publishing'].map(
        (role) => `arn:aws:iam::ACCOUNT:role/cdk-${QUALIFIER}-${role}-role-ACCOUNT-REGION`,
      ),
    ),
  ],
};
