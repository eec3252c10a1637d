import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type DynamoDBDocumentClient, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { testCards } from './test-cards.ts';

/** The gateway's answer to a charge. `voided`: the order was cancelled before it was charged. */
export type ChargeAnswer =
  | { readonly outcome: 'captured'; readonly chargeId: string }
  | { readonly outcome: 'declined' | 'voided' };

/** The gateway's answer to a cancellation. `voided`: nothing was charged, and nothing can be any more. */
export type CancelAnswer =
  | { readonly outcome: 'refunded'; readonly chargeId: string; readonly amountCents: number }
  | { readonly outcome: 'voided' };

/** One charge: at most one per order, whatever calls there are. */
export interface ChargeRow {
  /** `charge#` and the order id. */
  readonly pk: string;
  readonly status: 'captured' | 'refunded' | 'voided';
  readonly chargeId?: string;
  readonly amountCents?: number;
}

/** One call, recorded before it does anything. */
export interface CallRow {
  /** `call#`, the order id, `#` and the call's number among those of the order. */
  readonly pk: string;
  readonly operation: 'charge' | 'cancel';
  readonly card?: string;
  readonly at: string;
}
