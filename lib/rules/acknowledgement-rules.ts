import { nearestNames } from '../nearest-names.ts';
import { ALL_RULES } from './all-rules.ts';
import type { AcknowledgementRule } from './rule.ts';

/** Id under which acknowledgements are listed. Acknowledge it to list them no longer. */
export const ACKNOWLEDGED_ID = 'Fanout-Acknowledged';

const PAGE = 'https://docs.aws.amazon.com/cdk/v2/guide/policy-validation-synthesis.html';
const ID_PREFIX = /^Fanout-/i;

const withoutReason: AcknowledgementRule = {
  id: 'Fanout-AcknowledgedWithoutReason',
  severity: 'error',
  demand: 'An acknowledgement gives a reason.',
  consequence: 'Nobody can tell later whether the finding is still acceptable.',
  remedy: 'Say in reason why the finding is acceptable here.',
  reference: PAGE,
  evaluate: ({ ruleId, reason }) =>
    typeof reason !== 'string' || reason.trim() === ''
      ? `the acknowledgement of ${ruleId} must give a reason, got none`
      : undefined,
};

const unknownRule: AcknowledgementRule = {
  id: 'Fanout-AcknowledgedUnknownRule',
  severity: 'error',
  demand: 'An acknowledgement names a rule of Fanout by its id.',
  consequence: 'The acknowledgement does nothing: the finding that it was meant for is still reported.',
  remedy: 'Write the id as the report prints it, or take the acknowledgement away.',
  reference: PAGE,
  evaluate({ ruleId }) {
    if (KNOWN_IDS.includes(ruleId)) {
      return undefined;
    }
    const nearest = nearestNames(
      ruleId.replace(ID_PREFIX, ''),
      KNOWN_IDS.map((id) => id.replace(ID_PREFIX, '')),
    );
    const hint =
      nearest.length === 0 ? 'docs/rules lists all' : `near are ${nearest.map((name) => `Fanout-${name}`).join(', ')}`;
    return `an acknowledgement must name a rule of Fanout, got ${ruleId}; ${hint}`;
  },
};

const withoutFinding: AcknowledgementRule = {
  id: 'Fanout-AcknowledgedWithoutFinding',
  severity: 'warning',
  demand: 'An acknowledgement of a rule covers a finding, on its construct or under it.',
  consequence: 'It stays when the reason is long gone, and hides the next finding, which nobody has looked at.',
  remedy: 'Take it away, or move it to the construct that the finding is about.',
  reference: PAGE,
  evaluate: ({ ruleId }, findings) =>
    findings === 0 && ALL_RULES.some(({ id }) => id === ruleId)
      ? `the acknowledgement of ${ruleId} must cover a finding, got none at this construct or under it`
      : undefined,
};

/** The rules about what users acknowledge. */
export const ACKNOWLEDGEMENT_RULES: readonly AcknowledgementRule[] = [withoutReason, unknownRule, withoutFinding];

const KNOWN_IDS: readonly string[] = [...[...ALL_RULES, ...ACKNOWLEDGEMENT_RULES].map(({ id }) => id), ACKNOWLEDGED_ID];
