import { isInProduction } from '../stages/stage.ts';
import type { Rule } from './rule.ts';
import { statefulMembers } from './stateful-members.ts';

const deletedWithStack: Rule = {
  id: 'Fanout-DeletedWithStack',
  severity: 'error',
  demand: `In a production stage the queues, tables, archives and keys of the fan-out outlive the stack. A stage is in production when its name in applyStage, the context fanout:stage, or the name of its cdk Stage, has the word prod, production, prd or live in it, as prod-eu and LiveUs do; non-prod is not.`,
  consequence:
    'Whoever deletes the stack, or renames a construct, deletes waiting messages, dead letters, the inbox or the only key to them. A topic with an archive stops the deletion half-way.',
  remedy: 'Set the removal policy RETAIN. aws-cdk deletes queues by default.',
  reference: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-deletionpolicy.html',
  *evaluate(graph) {
    for (const resource of statefulMembers(graph)) {
      const kept = resource.deletionPolicy?.startsWith('Retain') || resource.deletionPolicy === 'Snapshot';
      if (!kept && isInProduction(resource.construct)) {
        yield {
          at: resource,
          property: 'DeletionPolicy',
          message: `DeletionPolicy must be Retain in production, got ${resource.deletionPolicy ?? 'none, which is Delete'}`,
        };
      }
    }
  },
};

/** What must not be lost in production. */
export const stageRules: readonly Rule[] = [deletedWithStack];
