import type { PolicyViolation } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { FanoutGraph } from '../graph/fanout-graph.ts';
import { type Acknowledgement, acknowledgementOf } from './acknowledgements.ts';
import { ALL_RULES } from './all-rules.ts';
import type { Finding, Rule } from './rule.ts';

/** Id under which acknowledgements are listed. Acknowledge it to list them no longer. */
const ACKNOWLEDGED_ID = 'Fanout-Acknowledged';

/** Id of the complaint about an acknowledgement that gives no reason. */
const WITHOUT_REASON_ID = 'Fanout-AcknowledgedWithoutReason';

const LISTED_PLACES = 5;

/** What a graph is found to be, in aws-cdk's words. */
export interface Judgement {
  /** What nobody has acknowledged, and acknowledgements that do not count. */
  readonly violations: PolicyViolation[];
  /** What somebody has, named so that aws-cdk's report lists it as suppressed, with the reason. */
  readonly suppressed: PolicyViolation[];
  /** One line for each acknowledgement, with its reason. */
  readonly acknowledgements: PolicyViolation[];
}

interface Acknowledged {
  readonly rule: Rule;
  readonly finding: Finding;
  readonly acknowledgement: Acknowledgement;
}

/** Evaluates every rule. Only findings under `scope` count when there is one. */
export function judge(graph: FanoutGraph, scope?: IConstruct): Judgement {
  const violations: PolicyViolation[] = [];
  const acknowledged: Acknowledged[] = [];
  for (const rule of ALL_RULES) {
    const open: Finding[] = [];
    for (const finding of rule.evaluate(graph)) {
      const { construct } = finding.at;
      if (scope !== undefined && !construct.node.scopes.includes(scope)) {
        continue;
      }
      const acknowledgement = acknowledgementOf(rule.id, construct);
      if (acknowledgement === undefined) {
        open.push(finding);
      } else {
        acknowledged.push({ rule, finding, acknowledgement });
      }
    }
    violations.push(...(rule.summarised ? summarise(rule, open) : open.map((finding) => violation(rule, finding))));
  }
  const lists = [
    ...Map.groupBy(acknowledged, ({ rule, acknowledgement: { at } }) => `${rule.id} ${at.node.path}`).values(),
  ];
  return {
    violations: [...violations, ...lists.flatMap(withoutReason)],
    suppressed: acknowledged.map(({ rule, finding, acknowledgement }) => ({
      ...violation(rule, finding),
      ruleName: acknowledgement.recordedId,
    })),
    acknowledgements: lists.flatMap(listed),
  };
}

const violation = (rule: Rule, { at, property, message, remedy }: Finding): PolicyViolation => ({
  ruleName: rule.id,
  severity: rule.severity,
  description: message,
  fix: remedy ?? rule.remedy,
  violatingResources: [{ constructPath: at.path, locations: [location(property)] }],
  ruleMetadata: { consequence: rule.consequence, reference: rule.reference },
});

const location = (property: string): string => (property === 'DeletionPolicy' ? property : `Properties.${property}`);

/** One violation for each stack instead of one for each place. */
function summarise(rule: Rule, findings: readonly Finding[]): PolicyViolation[] {
  return [...Map.groupBy(findings, ({ at }) => at.stack)].flatMap(([stack, [first, ...others]]) => {
    if (first === undefined || others.length === 0) {
      return first === undefined ? [] : [violation(rule, first)];
    }
    const places = [first, ...others].map(({ at }) => at.path);
    const more = places.length > LISTED_PLACES ? ` and ${places.length - LISTED_PLACES} more` : '';
    return [
      {
        ...violation(rule, first),
        description: `${first.message}, at ${places.length} places: ${places.slice(0, LISTED_PLACES).join(', ')}${more}`,
        violatingResources: [{ constructPath: stack.node.path, locations: [] }],
      },
    ];
  });
}

function listed([first, ...others]: readonly Acknowledged[]): PolicyViolation[] {
  if (first === undefined || acknowledgementOf(ACKNOWLEDGED_ID, first.acknowledgement.at) !== undefined) {
    return [];
  }
  const count = 1 + others.length;
  return [
    {
      ruleName: ACKNOWLEDGED_ID,
      severity: 'info',
      description: `${first.rule.id} is acknowledged (${count} ${count === 1 ? 'finding' : 'findings'}): ${first.acknowledgement.reason}`,
      violatingResources: [{ constructPath: first.acknowledgement.at.node.path, locations: [] }],
    },
  ];
}

function withoutReason([first]: readonly Acknowledged[]): PolicyViolation[] {
  if (first === undefined || first.acknowledgement.reason.trim() !== '') {
    return [];
  }
  return [
    {
      ruleName: WITHOUT_REASON_ID,
      severity: 'error',
      description: `the acknowledgement of ${first.rule.id} must give a reason, got none`,
      fix: 'Say in reason why the finding is acceptable here.',
      violatingResources: [{ constructPath: first.acknowledgement.at.node.path, locations: [] }],
    },
  ];
}
