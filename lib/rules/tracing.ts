import { Token } from 'aws-cdk-lib';
import type { GraphResource } from '../graph/graph-resource.ts';
import type { Rule } from './rule.ts';

const MAX_POLICIES = 5;

const tracePoliciesAboveLimit: Rule = {
  id: 'Fanout-TracePoliciesAboveLimit',
  severity: 'error',
  demand: `An account has at most ${MAX_POLICIES} X-Ray resource policies in a Region.`,
  consequence: 'X-Ray refuses the next one, in the middle of a deployment.',
  remedy:
    "Give the account one policy for all topics that trace, and leave the stacks' own out (definesTraceAccess: false of EventTopic).",
  reference: 'https://docs.aws.amazon.com/xray/latest/api/API_PutResourcePolicy.html',
  *evaluate(graph) {
    const policies = Map.groupBy(graph.ofType('AWS::XRay::ResourcePolicy'), environmentOf);
    for (const [, [...all]] of policies) {
      const tooMany = all[MAX_POLICIES];
      if (tooMany !== undefined) {
        yield {
          at: tooMany,
          property: 'PolicyName',
          message: `X-Ray resource policies must be at most ${MAX_POLICIES} in an account and Region, got ${all.length}`,
        };
      }
    }
  },
};

/** Stacks that do not say where they go are each counted alone: they may go to different accounts. */
const environmentOf = ({ stack }: GraphResource): string =>
  Token.isUnresolved(stack.account) || Token.isUnresolved(stack.region)
    ? stack.node.path
    : `${stack.account} ${stack.region}`;

/** What X-Ray takes of a fan-out that traces. */
export const tracingRules: readonly Rule[] = [tracePoliciesAboveLimit];
