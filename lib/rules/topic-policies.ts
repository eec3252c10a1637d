import { coversAction, limitsWho, namesSource } from '../graph/policy-statement.ts';
import type { Rule } from './rule.ts';

const PUBLISH = 'sns:Publish';
const PAGE = 'https://docs.aws.amazon.com/sns/latest/dg/sns-security-best-practices.html';

const topicPolicyWithoutSource: Rule = {
  id: 'Fanout-TopicPolicyWithoutSource',
  severity: 'error',
  demand: "A statement of a topic's policy that allows anyone something says who that is.",
  consequence:
    'Whoever knows the name of the topic can do it, from any account: publish, subscribe, or change the topic.',
  remedy:
    "Name accounts or roles as the principal, or add a condition such as aws:PrincipalOrgID (addToResourcePolicy; CloudFormation: AWS::SNS::TopicPolicy's PolicyDocument).",
  reference: PAGE,
  *evaluate(graph) {
    for (const { resource } of graph.topics) {
      const open = graph
        .policyOf(resource)
        .find((statement) => statement.allow && statement.anyone && !limitsWho(statement));
      if (open !== undefined) {
        yield {
          at: resource,
          property: 'TopicName',
          message: `a statement that allows anyone ${open.actions.join(', ')} must have a condition on who, got none`,
        };
      }
    }
  },
};

const topicServiceWithoutSource: Rule = {
  id: 'Fanout-TopicServiceWithoutSource',
  severity: 'warning',
  demand: 'A statement that lets an AWS service publish to a topic says on whose behalf.',
  consequence: 'Anybody who uses that service in any account can have it publish to the topic.',
  remedy:
    'Add the condition aws:SourceArn or aws:SourceAccount (withConditions of the principal). Acknowledge it for a service that states neither.',
  reference: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html',
  *evaluate(graph) {
    for (const { resource } of graph.topics) {
      const open = graph
        .policyOf(resource)
        .find(
          (statement) =>
            statement.allow &&
            statement.services.length > 0 &&
            coversAction(statement, PUBLISH) &&
            !namesSource(statement),
        );
      if (open !== undefined) {
        yield {
          at: resource,
          property: 'TopicName',
          message: `a statement that allows ${open.services.join(', ')} ${PUBLISH} must have a condition on the source, got none`,
        };
      }
    }
  },
};

/** Who may do something with topics. */
export const topicPolicyRules: readonly Rule[] = [topicPolicyWithoutSource, topicServiceWithoutSource];
