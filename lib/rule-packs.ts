import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Rules of cdk-nag that doubt what the constructs do on purpose, and what the packs that have them are called. */
const PACKS_WITH = {
  EventBusDLQ: ['Serverless'],
  IAMNoInlinePolicy: ['HIPAA.Security', 'NIST.800.53.R5'],
  LambdaDLQ: ['HIPAA.Security', 'NIST.800.53.R5', 'Serverless'],
  LambdaEventSourceMappingDestination: ['Serverless'],
  SQSRedrivePolicy: ['Serverless'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** Acknowledges a rule of cdk-nag, in every pack that has it, where a construct does on purpose what the rule doubts. */
export function explainToRulePacks(construct: IConstruct, rule: keyof typeof PACKS_WITH, reason: string): void {
  for (const pack of PACKS_WITH[rule]) {
    Validations.of(construct).acknowledge({ id: `${pack}-${rule}`, reason });
  }
}
