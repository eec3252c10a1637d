import { randomUUID } from 'node:crypto';
import { type DynamoDBDocumentClient, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterCharging, beforeCharging, testCards } from './test-cards.ts';

/** What became of an order's money. The first answer stands: an order is charged, declined or voided once. */
export interface Charge {
  readonly status: 'captured' | 'declined' | 'voided' | 'refunded';
  readonly chargeId: string;
  readonly amountCents: number;
  /** Key of the cancellation that refunded it. */
  readonly refundKey?: string;
}

/** An order to charge. */
export interface ChargeRequest {
  /** The idempotency key that the gateway is given. */
  readonly orderId: string;
  readonly card: string;
  readonly amountCents: number;
}

/**
 * A fake payment gateway. It stands for a system outside ours, so its table is written outside our transactions.
 *
 * The table records every call as `call#<orderId>#<operation>-<number>` before the call does anything, and for every
 * order its charge as `charge#<orderId>`.
 */
export class PaymentGateway {
  readonly #documents: DynamoDBDocumentClient;
  readonly #tableName: string;

  constructor(documents: DynamoDBDocumentClient, tableName: string) {
    this.#documents = documents;
    this.#tableName = tableName;
  }

  /** Charges an order. Idempotent: a repeated call gets the first answer again, and a cancelled order is not charged. */
  async charge({ orderId, card, amountCents }: ChargeRequest, signal: AbortSignal): Promise<Charge> {
    const call = await this.#recordCall(orderId, 'charge');
    await beforeCharging(card, call, signal);
    const status = card === testCards.declined ? 'declined' : 'captured';
    const charge = await this.#settle(orderId, { status, chargeId: randomUUID(), amountCents });
    await afterCharging(card, call, signal);
    return charge;
  }

  /**
   * Refunds an order, or makes sure that it is never charged.
   *
   * @returns the charge that this cancellation refunded; nothing when there was none or another one did. Idempotent
   * by `refundKey`.
   */
  async cancel(orderId: string, refundKey: string): Promise<Charge | undefined> {
    await this.#recordCall(orderId, 'cancel');
    const { status } = await this.#settle(orderId, { status: 'voided', chargeId: randomUUID(), amountCents: 0 });
    if (status === 'declined' || status === 'voided') {
      return undefined;
    }
    const refunded = await this.#refund(orderId, refundKey);
    return refunded.refundKey === refundKey ? refunded : undefined;
  }

  /** Counts the call among those of its order and operation, and records it. */
  async #recordCall(orderId: string, operation: 'charge' | 'cancel'): Promise<number> {
    const { Attributes } = await this.#documents.send(
      new UpdateCommand({
        TableName: this.#tableName,
        Key: { pk: `calls#${orderId}` },
        UpdateExpression: 'ADD #operation :one',
        ExpressionAttributeNames: { '#operation': operation },
        ExpressionAttributeValues: { ':one': 1 },
        ReturnValues: 'UPDATED_NEW',
      }),
    );
    const number = Number(Attributes?.[operation]);
    const pk = `call#${orderId}#${operation}-${number}`;
    await this.#documents.send(
      new PutCommand({ TableName: this.#tableName, Item: { pk, orderId, operation, at: new Date().toISOString() } }),
    );
    return number;
  }

  /** Writes the proposed charge unless there is one, and answers the one that stands. */
  #settle(orderId: string, proposed: Charge): Promise<Charge> {
    return this.#update(orderId, 'SET charge = if_not_exists(charge, :proposed)', { ':proposed': proposed });
  }

  #refund(orderId: string, refundKey: string): Promise<Charge> {
    return this.#update(
      orderId,
      'SET charge.#status = :refunded, charge.refundKey = if_not_exists(charge.refundKey, :refundKey)',
      { ':refunded': 'refunded', ':refundKey': refundKey },
      { '#status': 'status' },
    );
  }

  async #update(
    orderId: string,
    UpdateExpression: string,
    ExpressionAttributeValues: Record<string, unknown>,
    ExpressionAttributeNames?: Record<string, string>,
  ): Promise<Charge> {
    const { Attributes } = await this.#documents.send(
      new UpdateCommand({
        TableName: this.#tableName,
        Key: { pk: `charge#${orderId}` },
        UpdateExpression,
        ExpressionAttributeNames,
        ExpressionAttributeValues,
        ReturnValues: 'ALL_NEW',
      }),
    );
    return Attributes?.['charge'] as Charge;
  }
}
