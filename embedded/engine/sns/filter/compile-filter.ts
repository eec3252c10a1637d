import type { MessageAttribute } from '../../sqs/message.ts';
import type { Notification } from '../message.ts';
import { attributeCandidates } from './attribute-candidates.ts';
import { matchesBody } from './body-match.ts';
import { checkComplexity } from './check-complexity.ts';
import { isSatisfied } from './condition.ts';
import type { FilterPolicy, FilterPolicyScope } from './filter-policy.ts';
import { type PolicyNode, parsePolicy } from './policy-node.ts';

/** Whether a subscription wants a message. */
export type Filter = (notification: Notification) => boolean;

/**
 * Makes a filter of a policy. One without keys wants everything.
 *
 * @throws ServiceError `InvalidParameter` for a policy that SNS does not take.
 */
export function compileFilter(policy: FilterPolicy, scope: FilterPolicyScope): Filter {
  const node = parsePolicy(policy);
  checkComplexity(policy, node, scope);
  if (Object.keys(policy).length === 0) return () => true;
  return scope === 'MessageBody'
    ? ({ message }) => matchesBody(node, message)
    : (notification) => matchesAttributes(node, notification);
}

function matchesAttributes({ leaves, alternatives }: PolicyNode, notification: Notification): boolean {
  return (
    leaves.every(({ key, conditions }) =>
      isSatisfied(conditions, attributeCandidates(attributeOf(notification, key))),
    ) && alternatives.every((branches) => branches.some((branch) => matchesAttributes(branch, notification)))
  );
}

/** Names like `constructor` are absent unless the message has them. */
const attributeOf = ({ messageAttributes }: Notification, key: string): MessageAttribute | undefined =>
  Object.hasOwn(messageAttributes, key) ? messageAttributes[key] : undefined;
