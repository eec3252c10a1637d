import { randomUUID } from 'node:crypto';
import { GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import {
  type Capability,
  connectTo,
  eventually,
  invokeFunction,
  readStackOutputs,
  StackUnderTest,
  scanTable,
  writtenLogGroup,
} from 'fanout/testing';
import { afterAll, beforeAll, inject } from 'vitest';
import type { OrderRequest } from '../../example/events.ts';
import { testCards } from '../../example/test-cards.ts';
import type { DeployedExample } from './deployed-example.ts';
import type { Difference } from './differences.ts';
import { paceOf } from './pace.ts';

declare module 'vitest' {
  interface ProvidedContext {
    deployed: DeployedExample;
  }
}

/** Item of the orders table. */
export interface OrderItem {
  readonly orderId: string;
  readonly status: 'placed' | 'confirmed' | 'cancelled';
  readonly reason?: string;
}

/** Item of the ledger's table. */
export interface LedgerLine {
  readonly pk: string;
  readonly sk: string;
  readonly type: string;
  readonly sequence: number;
  readonly position: number;
}

/** Item of the gateway's table that records a charge. */
export interface ChargeItem {
  readonly pk: string;
  readonly charge: { readonly status: string; readonly chargeId: string; readonly amountCents: number };
}

/** The deployed example, black box: clients, outputs, and what a client of the shop can do and see. */
export class Deployment extends StackUnderTest {
  readonly #capabilities: ReadonlySet<Capability> = new Set(inject('deployed').capabilities);

  /** Whether the target cannot run the case, or the part of one, that a difference is about. */
  lacks({ needs }: Difference): boolean {
    return !this.#capabilities.has(needs);
  }

  /** The log group that a function's lines are in, by the name that its outputs start with. */
  logGroupOf(name: string): string {
    return writtenLogGroup(this.#capabilities, {
      functionName: this.outputs.get(`${name}FunctionName`),
      logGroupName: this.outputs.get(`${name}LogGroupName`),
    });
  }

  /** Waits at the target's pace until `check` holds, and answers what it answered. */
  eventually<Result>(check: () => Result | Promise<Result>, what: string): Promise<Exclude<Result, false>> {
    return eventually(check, { ...paceOf(inject('deployed').target), what });
  }

  /** Puts a new sku on sale and answers its name, so that tests do not share stock. */
  async stock(available: number): Promise<string> {
    const sku = `sku-${randomUUID()}`;
    await this.put('Stock', { sku, available });
    return sku;
  }

  /** A valid request for one piece of `sku`; `changes` replace fields. */
  request(sku: string, changes: Partial<OrderRequest> = {}): OrderRequest {
    return {
      clientKey: randomUUID(),
      customerEmail: 'customer@example.com',
      card: testCards.approved,
      lines: [{ sku, quantity: 1 }],
      totalCents: 1_999,
      ...changes,
    };
  }

  /** Calls place-order and answers what the client is told. Throws when the function failed. */
  async place(
    request: unknown,
  ): Promise<{ status: string; code?: string; message?: string; repeated?: boolean; result?: { orderId: string } }> {
    const answer = await invokeFunction(this.clients, this.outputs.get('PlaceOrderFunctionName'), request);
    if (!answer.ok) {
      throw new Error(`place-order failed: ${answer.errorType}: ${answer.errorMessage}`);
    }
    return answer.payload as never;
  }

  /** Places an order that must be accepted, and answers its id. */
  async placeAccepted(request: OrderRequest): Promise<string> {
    // A client without an answer asks again: the same key is the same order.
    const { status, result, message } = await this.eventually(() => this.place(request), 'an answer of place-order');
    if (status !== 'accepted' || result === undefined) {
      throw new Error(`order was ${status}: ${message}`);
    }
    return result.orderId;
  }

  /** Waits until an order has a status, and answers its item. */
  settled(orderId: string, status: OrderItem['status']): Promise<OrderItem> {
    return this.eventually(async () => {
      const item = await this.get<OrderItem>('Orders', { orderId });
      return item?.status === status && item;
    }, `order ${orderId} becoming ${status}`);
  }

  /** Waits until the ledger of an order has `count` lines or more, and answers them by position. */
  ledgerOf(orderId: string, count: number): Promise<readonly LedgerLine[]> {
    return this.eventually(async () => {
      const lines = await this.ledgerNow(orderId);
      return lines.length >= count && lines;
    }, `${count} ledger lines of order ${orderId}`);
  }

  /** Ledger lines of an order at this moment, by position. */
  async ledgerNow(orderId: string): Promise<readonly LedgerLine[]> {
    const { Items = [] } = await this.clients.documents.send(
      new QueryCommand({
        TableName: this.outputs.get('LedgerLinesTableName'),
        KeyConditionExpression: 'pk = :orderId',
        ExpressionAttributeValues: { ':orderId': orderId },
        ConsistentRead: true,
      }),
    );
    return (Items as LedgerLine[]).sort((one, other) => one.position - other.position);
  }

  async chargeOf(orderId: string): Promise<ChargeItem['charge'] | undefined> {
    return (await this.get<ChargeItem>('Gateway', { pk: `charge#${orderId}` }))?.charge;
  }

  /** Calls that the gateway recorded for an order, by operation. */
  async callsOf(orderId: string): Promise<{ readonly charge?: number; readonly cancel?: number }> {
    return (await this.get('Gateway', { pk: `calls#${orderId}` })) ?? {};
  }

  async mailsOf(orderId: string): Promise<readonly { readonly subject: string }[]> {
    const mails = await scanTable<{ orderId: string; subject: string }>(
      this.clients,
      this.outputs.get('MailsTableName'),
    );
    return mails.filter((mail) => mail.orderId === orderId);
  }

  /** Facts about an order, as soon as there are any: analytics works beside the others. */
  factsOf(orderId: string): Promise<readonly { readonly orderId: string }[]> {
    return this.eventually(async () => {
      const facts = await scanTable<{ orderId: string }>(this.clients, this.outputs.get('FactsTableName'));
      const ofOrder = facts.filter((fact) => fact.orderId === orderId);
      return ofOrder.length > 0 && ofOrder;
    }, `facts about order ${orderId}`);
  }

  async availableOf(sku: string): Promise<number | undefined> {
    return (await this.get<{ available: number }>('Stock', { sku }))?.available;
  }

  async get<Item>(table: string, Key: Record<string, unknown>): Promise<Item | undefined> {
    const { Item } = await this.clients.documents.send(
      new GetCommand({ TableName: this.outputs.get(`${table}TableName`), Key, ConsistentRead: true }),
    );
    return Item as Item | undefined;
  }

  async put(table: string, Item: Record<string, unknown>): Promise<void> {
    await this.clients.documents.send(new PutCommand({ TableName: this.outputs.get(`${table}TableName`), Item }));
  }
}

/** Connects to the deployed example for the tests of a file. */
export function useDeployment(): { readonly current: Deployment } {
  const holder: { deployment?: Deployment } = {};
  beforeAll(async () => {
    const { connection, stackName } = inject('deployed');
    const clients = connectTo(connection);
    holder.deployment = new Deployment(clients, await readStackOutputs(clients, stackName));
  });
  afterAll(() => holder.deployment?.close());
  return {
    get current() {
      if (holder.deployment === undefined) {
        throw new Error('the deployment is there from the first test on');
      }
      return holder.deployment;
    },
  };
}
