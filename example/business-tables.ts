import type { RemovalPolicy } from 'aws-cdk-lib';
import { type Attribute, AttributeType, BillingMode, Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { type BusinessTableName, tableVariables } from './table-variables.ts';

const text = (name: string): Attribute => ({ name, type: AttributeType.STRING });

/** The tables that belong to the order platform, not to Fanout. */
export class BusinessTables extends Construct {
  readonly #removalPolicy: RemovalPolicy;
  readonly byName: Readonly<Record<BusinessTableName, Table>>;

  /** @param removalPolicy what becomes of them when the stack goes. */
  constructor(scope: Construct, id: string, removalPolicy: RemovalPolicy) {
    super(scope, id);
    this.#removalPolicy = removalPolicy;
    this.byName = {
      Orders: this.#table('Orders', 'orderId'),
      Stock: this.#table('Stock', 'sku'),
      Reservations: this.#table('Reservations', 'orderId'),
      Gateway: this.#table('Gateway', 'pk'),
      Mails: this.#table('Mails', 'pk'),
      Facts: this.#table('Facts', 'pk'),
      LedgerLines: this.#table('LedgerLines', 'pk', 'sk'),
    };
  }

  /** Tells a function the table's name and lets it do `actions`, without the prefix `dynamodb:`. */
  letUse(user: { readonly function: LambdaFunction }, name: BusinessTableName, ...actions: string[]): void {
    const table = this.byName[name];
    user.function.addEnvironment(tableVariables[name], table.tableName);
    table.grant(user.function, ...actions.map((action) => `dynamodb:${action}`));
  }

  #table(id: BusinessTableName, partitionKey: string, sortKey?: string): Table {
    return new Table(this, id, {
      partitionKey: text(partitionKey),
      sortKey: sortKey === undefined ? undefined : text(sortKey),
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      removalPolicy: this.#removalPolicy,
    });
  }
}
