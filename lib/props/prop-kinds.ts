import { RemovalPolicy } from 'aws-cdk-lib';

/** What a prop must be, for callers whose compiler does not say it. */
export interface PropKind {
  /** As a message says it: "must be …". */
  readonly what: string;
  is(value: unknown): boolean;
}

/** Constructs are told by a member, not by their class, so that those of another copy of a package pass. */
const having = (what: string, ...members: readonly string[]): PropKind => ({
  what,
  is: (value) =>
    typeof value === 'object' && value !== null && !Array.isArray(value) && members.every((member) => member in value),
});

export const aKey = having('a KMS key', 'keyArn');
export const aQueue = having('a queue of aws-cdk', 'queueArn');
export const aTable = having('a DynamoDB table', 'tableArn');
export const aFunction = having('a Lambda function', 'functionArn');
export const aNetwork = having('a VPC', 'vpcId');
export const aSnsTopic = having('an SNS topic', 'topicArn');
export const aTopic = having('an EventTopic', 'topicArn', 'definition');
export const anInbox = having('an Inbox', 'takeName');
export const anOutbox = having('an Outbox', 'grantEmit');
export const aRelayedOutbox = having('an Outbox or ItemOutbox of this app', 'relayMapping');
export const anUndeliveredQueue = having('an UndeliveredQueue', 'queue', 'alarm');
export const aSubscriber = having('a Subscriber', 'deliveryStatement');
export const anObject = having('an object');

/** Of a prop that has a check of its own. */
export const anything: PropKind = { what: 'anything', is: () => true };

const anAction: PropKind = having('an alarm action', 'bind');

export const aFlag: PropKind = { what: 'true or false', is: (value) => typeof value === 'boolean' };

export const aText: PropKind = { what: 'a text', is: (value) => typeof value === 'string' && value !== '' };

/** A list, each entry of a kind. */
export const listOf = (kind: PropKind): PropKind => ({
  what: `a list, each entry ${kind.what}`,
  is: (value) => Array.isArray(value) && value.every((entry) => kind.is(entry)),
});

export const aList: PropKind = { what: 'a list', is: Array.isArray };

export const alarmActionList = listOf(anAction);

/** A member of an enumeration; of a numeric one a number, not a name. */
export const oneOf = (name: string, enumeration: Readonly<Record<string, unknown>>): PropKind => ({
  what: `one of ${name}`,
  is: (value) => Object.values(enumeration).includes(value) && typeof enumeration[String(value)] !== 'number',
});

export const aRemovalPolicy = oneOf('RemovalPolicy', RemovalPolicy);
