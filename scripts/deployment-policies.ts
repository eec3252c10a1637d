import { deployerPolicy } from './policies/deployer-policy.ts';
import { executionPolicy } from './policies/execution-policy.ts';
import { keysPolicy } from './policies/keys-policy.ts';
import type { PolicyDocument } from './policies/policy-document.ts';
import { runPolicy, type StackTemplate } from './policies/run-policy.ts';
import { testerPolicy } from './policies/tester-policy.ts';
import { EXAMPLE } from './targets/synthesise.ts';

/** Policies to attach, as files of docs/policies. */
export const attachedPolicies: Readonly<Record<string, PolicyDocument>> = {
  'cloudformation-execution.json': executionPolicy,
  'deployer.json': deployerPolicy,
  'keys.json': keysPolicy,
  'tester.json': testerPolicy,
};

/** Every file of docs/policies: those to attach, and what the functions of the example may do. */
export const policyFiles = (example: StackTemplate): Readonly<Record<string, PolicyDocument>> => ({
  ...attachedPolicies,
  'run.json': runPolicy(example, EXAMPLE),
});
