import { runSimulation } from '@cloud-copilot/iam-simulate';
import type { DeployedPolicies } from './deployed-policies.ts';

/** Who wants to do what to which resource, and what else is known of the request. */
export interface Question {
  /** ARN of a role, or an AWS service such as `sns.amazonaws.com`. */
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  /** Condition keys of the request; `aws:SecureTransport` is true unless said otherwise. */
  readonly context?: Readonly<Record<string, string>>;
  /**
   * Statements of a foreign role, which our templates do not know.
   *
   * @default - those of the role in the template
   */
  readonly identity?: readonly object[];
}

/** IAM's answer: whether the request is allowed, and if not, whether a Deny says so. */
export type Answer = 'Allowed' | 'ImplicitlyDenied' | 'ExplicitlyDenied';

/** Asks an IAM policy simulator. */
export async function ask(policies: DeployedPolicies, question: Question): Promise<Answer> {
  const { principal, action, resource, context = {}, identity = policies.identity.get(principal) ?? [] } = question;
  const own = policies.resource.get(resource.replace(/\/stream\/.*$/, ''));
  const answer = await runSimulation(
    {
      request: {
        principal,
        action,
        resource: { resource, accountId: resource.split(':')[4] ?? '' },
        contextVariables: { 'aws:SecureTransport': 'true', ...context },
      },
      identityPolicies: identity.length === 0 ? [] : [{ name: 'role', policy: documentOf(identity) }],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      ...(own && { resourcePolicy: documentOf(own) }),
    },
    {},
  );
  if (answer.resultType === 'error') {
    throw new Error(`${action} on ${resource}: ${JSON.stringify(answer.errors)}`);
  }
  return answer.overallResult as Answer;
}

const documentOf = (Statement: readonly object[]) => ({ Version: '2012-10-17', Statement });
