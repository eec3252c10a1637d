import { Validations } from 'aws-cdk-lib';
import { FanoutChecks, type Subscriber } from 'fanout';
import { expect } from 'vitest';

export function accept(subscriber: Subscriber): void {
  Validations.of(subscriber).acknowledge({
    id: 'Fanout-FifoTopicToStandardQueue',
    reason: 'Search only needs the last state, and events carry the whole of it.',
  });
}

export function check({ node: { scope: stack } }: Subscriber): void {
  if (stack !== undefined) {
    expect(new FanoutChecks().validateScope(stack).violations).toEqual([]);
  }
}
