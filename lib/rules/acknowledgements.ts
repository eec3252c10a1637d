import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** That somebody accepts a finding, and why. */
export interface Acknowledgement {
  readonly reason: string;
  /** The id as aws-cdk keeps it, plug-in name included. */
  readonly recordedId: string;
  readonly at: IConstruct;
}

/** aws-cdk puts the plug-in's name before an id, or this word when none was given. */
const PREFIX = /^(Annotation|Fanout)::/i;

/**
 * The acknowledgement of a rule on a construct, or on the closest one around it.
 *
 * `Validations.of(scope).acknowledge()` takes `Fanout-X` and `Fanout::Fanout-X`; both count, as with cdk-nag.
 */
export function acknowledgementOf(ruleId: string, construct: IConstruct): Acknowledgement | undefined {
  for (const at of construct.node.scopes.toReversed()) {
    for (const { type, data } of at.node.metadata) {
      if (type !== Validations.ACKNOWLEDGED_RULES_METADATA_KEY) {
        continue;
      }
      for (const [recordedId, reason] of Object.entries(data as Readonly<Record<string, string>>)) {
        if (recordedId.replace(PREFIX, '') === ruleId) {
          return { reason, recordedId, at };
        }
      }
    }
  }
  return undefined;
}
