import type { Stack } from 'aws-cdk-lib';

/** How one rule is broken, and how it is kept. The bodies are quoted on the rule's page. */
export interface Example {
  refused(stack: Stack): void;
  accepted(stack: Stack): void;
}

/** Examples by the id of their rule. */
export type Examples = Readonly<Record<string, Example>>;
