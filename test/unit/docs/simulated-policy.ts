import { runSimulation } from '@cloud-copilot/iam-simulate';
import type { PolicyDocument } from '../../../scripts/policies/policy-document.ts';

export const account = '111111111111';
export const region = 'eu-west-1';

/** What a request is about, besides action and resource. */
export interface Circumstances {
  /**
   * Condition keys of the request.
   *
   * @default - none
   */
  readonly context?: Readonly<Record<string, string>>;
  /**
   * Name that the policy is filled in with.
   *
   * @default 'Shop'
   */
  readonly stackName?: string;
}

/** A text of a policy as docs/deploy.md says to fill it in. */
export const filledIn = (text: string, stackName = 'Shop'): string =>
  text
    .replaceAll('ACCOUNT', account)
    .replaceAll('REGION', region)
    .replaceAll('STACK-', stackName.length > 25 ? stackName.slice(0, 25) : `${stackName}-`);

/** The key policy that the CDK writes: nobody may use a key unless its own policy says so. */
const leftToIam = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'kms:*', Resource: '*' }],
};

/** Whether a role with the policy may do something in its own account. */
export async function may(
  document: PolicyDocument,
  action: string,
  resource: string,
  { context = {}, stackName }: Circumstances = {},
): Promise<boolean> {
  const answer = await runSimulation(
    {
      request: {
        principal: `arn:aws:iam::${account}:role/Asking`,
        action,
        resource: { resource, accountId: account },
        contextVariables: { ...context },
      },
      identityPolicies: [{ name: 'policy', policy: JSON.parse(filledIn(JSON.stringify(document), stackName)) }],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      ...(resource.includes(':key/') && { resourcePolicy: leftToIam }),
    },
    {},
  );
  if (answer.resultType === 'error') {
    throw new Error(`${action} on ${resource}: ${JSON.stringify(answer.errors)}`);
  }
  return answer.overallResult === 'Allowed';
}
