import type { PolicyViolation } from 'aws-cdk-lib';
import { ACKNOWLEDGED_ID } from './acknowledgement-rules.ts';
import type { Acknowledgement } from './acknowledgements.ts';
import type { AcknowledgementRule, Finding, Rule, RuleText } from './rule.ts';
import { whereToSet } from './where-to-set.ts';

const LISTED_PLACES = 5;

/** What a rule found at one place, in aws-cdk's words. */
export const violation = (rule: Rule, { at, property, message, remedy }: Finding): PolicyViolation => ({
  ...wordsOf(rule),
  description: message,
  fix: withPlace(remedy ?? rule.remedy, whereToSet(at, property)),
  violatingResources: [{ constructPath: at.path, locations: [location(property)] }],
});

/** One violation for each place, or where they come in dozens one for each stack. */
export function violations(rule: Rule, findings: readonly Finding[]): readonly PolicyViolation[] {
  return rule.summarised
    ? [...Map.groupBy(findings, ({ at }) => at.stack).values()].map((ofStack) => summary(rule, ofStack))
    : findings.map((finding) => violation(rule, finding));
}

/** What is wrong with an acknowledgement. */
export const complaint = (
  rule: AcknowledgementRule,
  { at }: Acknowledgement,
  description: string,
): PolicyViolation => ({
  ...wordsOf(rule),
  description,
  violatingResources: [{ constructPath: at.node.path, locations: [] }],
});

/** The line about an acknowledgement in the list of them. */
export const listed = ({ ruleId, reason, at }: Acknowledgement, findings: number): PolicyViolation => ({
  ruleName: ACKNOWLEDGED_ID,
  severity: 'info',
  description: `${ruleId} is acknowledged (${findings} ${findings === 1 ? 'finding' : 'findings'}): ${reason}`,
  violatingResources: [{ constructPath: at.node.path, locations: [] }],
});

const wordsOf = (rule: RuleText): Pick<PolicyViolation, 'ruleName' | 'severity' | 'fix' | 'ruleMetadata'> => ({
  ruleName: rule.id,
  severity: rule.severity,
  fix: rule.remedy,
  ruleMetadata: { consequence: rule.consequence, reference: rule.reference },
});

const withPlace = (remedy: string, place: string | undefined): string =>
  place === undefined ? remedy : `${remedy} Where: ${place}.`;

const location = (property: string): string => (property === 'DeletionPolicy' ? property : `Properties.${property}`);

function summary(rule: Rule, findings: readonly Finding[]): PolicyViolation {
  const [first] = findings as readonly [Finding];
  if (findings.length === 1) {
    return violation(rule, first);
  }
  const places = findings.map(({ at }) => at.path);
  const more = places.length > LISTED_PLACES ? ` and ${places.length - LISTED_PLACES} more` : '';
  return {
    ...violation(rule, first),
    description: `${first.message}, at ${places.length} places: ${places.slice(0, LISTED_PLACES).join(', ')}${more}`,
    violatingResources: [{ constructPath: first.at.stack.node.path, locations: [] }],
  };
}
