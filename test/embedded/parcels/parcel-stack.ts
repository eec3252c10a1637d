import { join } from 'node:path';
import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { AttributeType, StreamViewType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { EventTopic, Inbox, ItemOutbox, Producer, Subscriber } from 'fanout';
import { parcelDelivered, parcelEvents, receiptEvents } from './events.ts';

const timeout = Duration.seconds(10);

/** Parcels and receipts: every event rides in an item or is derived from one. */
export class ParcelStack extends Stack {
  constructor(scope: Construct, id: string, bundles: string) {
    super(scope, id);
    const code = (name: string): Code => Code.fromAsset(join(bundles, name));
    const table = (name: string): Table =>
      new Table(this, name, {
        partitionKey: { name: 'parcelId', type: AttributeType.STRING },
        stream: StreamViewType.NEW_AND_OLD_IMAGES,
      });
    const [parcels, receipts] = [table('Parcels'), table('Receipts')];
    const parcelTopic = new EventTopic(this, 'ParcelEvents', { definition: parcelEvents });
    const receiptTopic = new EventTopic(this, 'ReceiptEvents', { definition: receiptEvents });
    const inbox = new Inbox(this, 'Inbox');
    const parcelOutbox = new ItemOutbox(this, 'ParcelOutbox', { topics: [parcelTopic], table: parcels });
    new ItemOutbox(this, 'ReceiptOutbox', {
      topics: [receiptTopic],
      table: receipts,
      derivingRelay: { code: code('receipt-relay') },
    });
    const producer = new Producer(this, 'MoveParcel', {
      name: 'move-parcel',
      code: code('move-parcel'),
      timeout,
      inbox,
      environment: { PARCELS_TABLE: parcels.tableName },
    });
    parcels.grantWriteData(producer.function);
    const subscriber = new Subscriber(this, 'WriteReceipt', {
      name: 'write-receipt',
      topic: parcelTopic,
      events: [parcelDelivered],
      inbox,
      consumer: { code: code('write-receipt'), timeout, environment: { RECEIPTS_TABLE: receipts.tableName } },
    });
    receipts.grantWriteData(subscriber.function);
    for (const [name, value] of Object.entries({
      MoveParcel: producer.function.functionName,
      ParcelEvents: parcelTopic.topicArn,
      ReceiptEvents: receiptTopic.topicArn,
      Parcels: parcels.tableName,
      Quarantine: parcelOutbox.quarantineTable.tableName,
    })) {
      new CfnOutput(this, `${name}Output`, { value }).overrideLogicalId(name);
    }
  }
}
