import type { PolicyViolation } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { FanoutGraph } from '../graph/fanout-graph.ts';
import { ACKNOWLEDGED_ID, ACKNOWLEDGEMENT_RULES } from './acknowledgement-rules.ts';
import { type Acknowledgement, Acknowledgements } from './acknowledgements.ts';
import { ALL_RULES } from './all-rules.ts';
import type { Finding, Rule } from './rule.ts';
import { complaint, listed, violation, violations } from './violations.ts';

/** What a fan-out is found to be, in aws-cdk's words. */
export interface Judgement {
  /** What nobody has acknowledged. */
  readonly violations: PolicyViolation[];
  /** What somebody has, named so that aws-cdk's report lists it as suppressed, with the reason. */
  readonly suppressed: PolicyViolation[];
  /** One line for each acknowledgement that covers something, with its reason. */
  readonly acknowledgements: PolicyViolation[];
}

/** A finding about the graph. */
interface Found {
  readonly rule: Rule;
  readonly finding: Finding;
  /** Undefined when nobody has accepted the finding. */
  readonly acknowledgement?: Acknowledgement;
}

/** Any finding, also one about an acknowledgement. */
interface Judged {
  readonly violation: PolicyViolation;
  readonly acknowledgement?: Acknowledgement;
}

/** Evaluates every rule on everything under `root`. Only what is found under `scope` counts. */
export function judge(root: IConstruct, scope: IConstruct = root): Judgement {
  const acknowledgements = Acknowledgements.under(root);
  const found = findings(FanoutGraph.under(root), scope, acknowledgements);
  const doubts = acknowledgements.all
    .filter(({ at }) => isUnder(at, scope))
    .flatMap((one) => doubtsAbout(one, found, acknowledgements));
  const accepted = [
    ...found.map((one): Judged => ({ ...one, violation: violation(one.rule, one.finding) })),
    ...doubts,
  ].filter(isAccepted);
  return {
    violations: [
      ...ALL_RULES.flatMap((rule) =>
        violations(
          rule,
          found.filter((one) => one.rule === rule && isOpen(one)).map(({ finding }) => finding),
        ),
      ),
      ...doubts.filter(isOpen).map((doubt) => doubt.violation),
    ],
    suppressed: accepted.map((one) => ({ ...one.violation, ruleName: one.acknowledgement.recordedId })),
    acknowledgements: list(accepted, acknowledgements),
  };
}

const findings = (graph: FanoutGraph, scope: IConstruct, acknowledgements: Acknowledgements): readonly Found[] =>
  ALL_RULES.flatMap((rule) =>
    [...rule.evaluate(graph)]
      .filter(({ at }) => isUnder(at.construct, scope))
      .map((finding) => ({ rule, finding, acknowledgement: acknowledgements.of(rule.id, finding.at.construct) })),
  );

/** What is wrong with an acknowledgement. It covers a finding also when a closer one does so too. */
function doubtsAbout(
  doubtful: Acknowledgement,
  found: readonly Found[],
  acknowledgements: Acknowledgements,
): readonly Judged[] {
  const covered = found.filter(
    ({ rule, finding }) => rule.id === doubtful.ruleId && isUnder(finding.at.construct, doubtful.at),
  );
  return ACKNOWLEDGEMENT_RULES.flatMap((rule) => {
    const message = rule.evaluate(doubtful, covered.length);
    const acknowledgement = acknowledgements.of(rule.id, doubtful.at);
    return message === undefined ? [] : [{ violation: complaint(rule, doubtful, message), acknowledgement }];
  });
}

/** A line for each acknowledgement, unless somebody has enough of them. */
const list = (accepted: readonly Required<Judged>[], acknowledgements: Acknowledgements): PolicyViolation[] =>
  [...Map.groupBy(accepted, ({ acknowledgement }) => acknowledgement)]
    .filter(([{ at }]) => acknowledgements.of(ACKNOWLEDGED_ID, at) === undefined)
    .map(([acknowledgement, covered]) => listed(acknowledgement, covered.length));

const isUnder = (construct: IConstruct, scope: IConstruct): boolean => construct.node.scopes.includes(scope);

const isOpen = ({ acknowledgement }: Found | Judged): boolean => acknowledgement === undefined;

const isAccepted = (one: Judged): one is Required<Judged> => one.acknowledgement !== undefined;
