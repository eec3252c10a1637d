import { Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { Inbox } from './inbox.ts';

const ID = 'FanoutInbox';

/** The inbox of a stack's subscribers that are given none. Defines it under the stack when the first one asks. */
export function sharedInbox(scope: IConstruct): Inbox {
  const stack = Stack.of(scope);
  const existing = stack.node.tryFindChild(ID);
  return existing instanceof Inbox ? existing : new Inbox(stack, ID);
}
