import { Stack } from 'aws-cdk-lib';
import { AttributeType, StreamViewType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { EventTopic, Inbox, ItemOutbox, Producer } from 'fanout';
import { userLedger, users } from './events.ts';

export class ItemOutboxes extends Stack {
  constructor(scope: Construct) {
    super(scope, 'ItemOutboxes');
    const table = (id: string): Table =>
      new Table(this, id, {
        partitionKey: { name: 'userId', type: AttributeType.STRING },
        stream: StreamViewType.NEW_AND_OLD_IMAGES,
      });
    const [members, accounts] = [table('Members'), table('Accounts')];

    // Events ride in members: their producer needs no outbox, only the right to write members.
    new ItemOutbox(this, 'MemberOutbox', {
      topics: [new EventTopic(this, 'Users', { definition: users })],
      table: members,
    });
    const code = Code.fromAsset('bundles/join');
    const join = new Producer(this, 'Join', { name: 'join', inbox: new Inbox(this, 'Inbox'), code });
    members.grantWriteData(join.function);

    // Events are derived from accounts, by a relay of your own.
    new ItemOutbox(this, 'AccountOutbox', {
      topics: [new EventTopic(this, 'UserLedger', { definition: userLedger })],
      table: accounts,
      derivingRelay: { code: Code.fromAsset('bundles/points') },
      parallelizationFactor: 4,
    });
  }
}
