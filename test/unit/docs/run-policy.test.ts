import { describe, expect, it } from 'vitest';
import { runPolicy, type StackTemplate } from '../../../scripts/policies/run-policy.ts';
import { exampleStack, exampleTemplate } from '../example/example-template.ts';
import { deployedResources } from './deployed-resources.ts';
import { account, filledIn, may, region } from './simulated-policy.ts';

const template = exampleTemplate().toJSON() as StackTemplate;
const policy = runPolicy(template, 'FanoutExample');
const stackName = 'FanoutExample';
const deployed = deployedResources(exampleStack(), { account, region, stackName });

/** ARN of the resource of a service whose name has the part. */
const arnOf = (service: string, part: string): string =>
  deployed.find(({ arn }) => arn.startsWith(`arn:aws:${service}:`) && arn.includes(part))?.arn ?? part;

/** What a function of the example may do, and nobody else. */
const rightsOf = (name: string) => ({
  ...policy,
  Statement: policy.Statement.filter(({ Sid }) => Sid.replace(/\d+$/, '') === name),
});

describe('the policy that the functions run with', () => {
  it('has statements of every function, each under an id of its own', () => {
    const names = new Set(policy.Statement.map(({ Sid }) => Sid.replace(/\d+$/, '')));

    expect([...names].sort()).toEqual([
      'AnalyticsConsumer',
      'EmailConsumer',
      'InventoryConsumer',
      'LedgerConsumer',
      'OrdersConsumer',
      'OutboxRelay',
      'OutboxSweeper',
      'PaymentConsumer',
      'PlaceOrderHandler',
    ]);
    expect(new Set(policy.Statement.map(({ Sid }) => Sid)).size).toBe(policy.Statement.length);
  });

  it('names resources that the stack has, and no others', () => {
    const patterns = policy.Statement.flatMap(({ Resource }) => Resource).map((pattern) =>
      filledIn(pattern, stackName).replace(/:\*$|\/stream\/\*$/, ''),
    );

    const unknown = patterns.filter((pattern) => {
      const [before = '', after = ''] = pattern.split('*');
      return !deployed.some(({ arn }) => arn.startsWith(before) && arn.endsWith(after));
    });

    expect(patterns.length).toBeGreaterThan(40);
    expect(unknown).toEqual([]);
  });

  it.each([
    ['LedgerConsumer', 'sqs:ReceiveMessage', arnOf('sqs', '-Ledger-'), true],
    ['LedgerConsumer', 'sqs:ReceiveMessage', arnOf('sqs', '-Email-'), false],
    ['LedgerConsumer', 'sqs:SendMessage', arnOf('sqs', '-LedgerDeadLetterQueue'), true],
    ['LedgerConsumer', 'sns:Publish', arnOf('sns', '-OrderLedger-'), false],
    ['OutboxRelay', 'sns:Publish', arnOf('sns', '-OrderLedger-'), true],
    ['OutboxRelay', 'sns:Publish', arnOf('sns', '-OrderEventsTopic'), true],
    ['OutboxRelay', 'dynamodb:GetRecords', `${arnOf('dynamodb', '-OutboxTable')}/stream/2026-11-26T00:00:00.000`, true],
    [
      'OutboxSweeper',
      'dynamodb:GetRecords',
      `${arnOf('dynamodb', '-OutboxTable')}/stream/2026-11-26T00:00:00.000`,
      false,
    ],
    ['PlaceOrderHandler', 'dynamodb:PutItem', arnOf('dynamodb', '-TablesOrders'), true],
    ['PlaceOrderHandler', 'dynamodb:DeleteTable', arnOf('dynamodb', '-TablesOrders'), false],
  ])('lets %s do what its role does: %s on %s', async (name, action, resource, allowed) => {
    expect(await may(rightsOf(name), action, resource, { stackName })).toBe(allowed);
  });

  it.each(['ManagedPolicyArns', 'Policies'])('is refused for a role with %s, which it would not show', (property) => {
    const role = Object.keys(template.Resources).find((id) => /^LedgerConsumerRole[0-9A-F]{8}$/.test(id)) ?? '';
    const Resources = { ...template.Resources, [role]: { Type: 'AWS::IAM::Role', Properties: { [property]: [] } } };

    expect(() => runPolicy({ Resources }, stackName)).toThrow(`role ${role} has rights by ${property}`);
  });
});
