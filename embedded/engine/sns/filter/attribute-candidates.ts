import type { MessageAttribute } from '../../sqs/message.ts';
import { stringList } from '../check-published-attributes.ts';
import type { Candidate } from './condition.ts';

/**
 * The values of an attribute that a policy is compared with: of types String, String.Array and Number; others are as good as absent.
 * https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html
 */
export function attributeCandidates(attribute: MessageAttribute | undefined): readonly Candidate[] {
  const { dataType, stringValue = '' } = attribute ?? { dataType: '' };
  if (dataType === 'String') return [stringValue];
  if (dataType === 'Number') return [Number(stringValue)];
  return dataType === 'String.Array' ? (stringList(stringValue) ?? []) : [];
}
