import type { Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import { FanoutChecks } from 'fanout';
import type { ConsumerDefinition } from 'fanout/runtime';
import { beforeAll, describe, expect, it } from 'vitest';
import { allEvents } from '../../../example/events.ts';
import { analytics } from '../../../example/functions/analytics/consumer.ts';
import { email } from '../../../example/functions/email/consumer.ts';
import { inventory } from '../../../example/functions/inventory/consumer.ts';
import { ledger } from '../../../example/functions/ledger/consumer.ts';
import { orders } from '../../../example/functions/orders/consumer.ts';
import { payment } from '../../../example/functions/payment/consumer.ts';
import { repositoryRoot } from '../../../scripts/function-entries.ts';
import { exampleStack, exampleTemplate } from './example-template.ts';

const unused = (): never => {
  throw new Error('definitions are read here, not run');
};

const consumers: Readonly<Record<string, ConsumerDefinition>> = {
  Inventory: inventory({ stock: 'stock', reservations: 'reservations' }, unused),
  Payment: payment({ charge: unused, cancel: unused }),
  Orders: orders('orders'),
  Email: email({ send: unused }),
  Analytics: analytics('facts'),
  Ledger: ledger('lines', unused),
};

describe('OrderStack', () => {
  let template: Template;
  beforeAll(() => {
    template = exampleTemplate();
  });

  /** Event types that a subscriber's subscription lets through. */
  const delivered = (subscriber: string): readonly string[] => {
    const subscriptions = Object.entries(template.findResources('AWS::SNS::Subscription'));
    const own = subscriptions.filter(([logicalId]) => logicalId.startsWith(`${subscriber}Subscription`));
    expect(own, `subscriptions of ${subscriber}`).toHaveLength(1);
    return own[0]?.[1]['Properties'].FilterPolicy?.['ce-type'] ?? allEvents.map(({ type }) => type);
  };

  it.each(Object.entries(consumers))('delivers to %s exactly the events that it handles', (name, { handlers }) => {
    const handled = handlers.map(({ event }) => event.type);

    expect(delivered(name).toSorted()).toEqual(handled.toSorted());
  });

  it('tells where everything is', () => {
    const consumerFacts = [
      'FunctionName',
      'LogGroupName',
      'QueueUrl',
      'DeadLetterQueueUrl',
      'SubscriptionDeadLetterQueueUrl',
      'MappingId',
    ];
    const tables = ['Inbox', 'Outbox', 'Orders', 'Stock', 'Reservations', 'Gateway', 'Mails', 'Facts', 'LedgerLines'];

    expect(Object.keys(template.findOutputs('*')).toSorted()).toEqual(
      [
        ...Object.keys(consumers).flatMap((name) => consumerFacts.map((fact) => `${name}${fact}`)),
        ...['PlaceOrder', 'OutboxRelay', 'OutboxSweeper'].flatMap((name) => [
          `${name}FunctionName`,
          `${name}LogGroupName`,
        ]),
        'OutboxRelayMappingId',
        'OrderEventsTopicArn',
        'OrderLedgerTopicArn',
        ...tables.map((name) => `${name}TableName`),
      ].toSorted(),
    );
  });

  it('keeps nothing when it goes', () => {
    const kept = Object.entries(template.toJSON()['Resources'] as Record<string, { DeletionPolicy?: string }>)
      .filter(([, { DeletionPolicy }]) => DeletionPolicy?.startsWith('Retain'))
      .map(([logicalId]) => logicalId);

    expect(kept).toEqual([]);
  });

  it('names no path of the machine that synthesised it', () => {
    expect(JSON.stringify(template.toJSON())).not.toContain(repositoryRoot);
  });

  it('G7 has no finding of Fanout’s own checks that is not acknowledged', () => {
    expect(new FanoutChecks().validateScope(exampleStack()).violations).toEqual([]);
  });

  it('G8 has no finding of cdk-nag AwsSolutions that is not acknowledged', () => {
    const stack = exampleStack();

    const findings = new AwsSolutionsChecks(stack.node.root).validateScope(stack).violations;

    expect(findings.map(({ ruleName, violatingResources }) => [ruleName, violatingResources])).toEqual([]);
  });
});
