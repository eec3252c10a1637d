import { RemovalPolicy } from 'aws-cdk-lib';
import { type Attribute, AttributeType, BillingMode, Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';

const text = (name: string): Attribute => ({ name, type: AttributeType.STRING });

const keys = {
  Orders: { partitionKey: text('orderId') },
  Stock: { partitionKey: text('sku') },
  Reservations: { partitionKey: text('orderId') },
  Gateway: { partitionKey: text('pk') },
  Mails: { partitionKey: text('pk') },
  Facts: { partitionKey: text('pk') },
  LedgerLines: { partitionKey: text('pk'), sortKey: text('sk') },
} as const;

export type BusinessTableName = keyof typeof keys;

/** Defines the tables that belong to the order platform, not to Fanout. They go with the stack: it is a demonstration. */
export function businessTables(scope: Construct): Readonly<Record<BusinessTableName, Table>> {
  const tables = Object.entries(keys).map(([name, key]) => {
    const table = new Table(scope, `${name}Table`, {
      ...key,
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      removalPolicy: RemovalPolicy.DESTROY,
    });
    return [name, table];
  });
  return Object.fromEntries(tables);
}
