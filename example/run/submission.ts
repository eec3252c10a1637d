import type { ClientOrder } from './orders.ts';

/** What place-order said to one request. */
export type Answer =
  | { readonly kind: 'accepted'; readonly orderId: string; readonly repeated: boolean }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string }
  /** No answer in spite of repeats: the order may have been written or not. */
  | { readonly kind: 'unanswered'; readonly problem: string };

/** An order and what its client was told. */
export interface Submission {
  readonly order: ClientOrder;
  readonly answer: Answer;
  /** Answer to the same request sent a second time. */
  readonly secondAnswer?: Answer;
  /** Answer to another request under the same client key. */
  readonly conflictAnswer?: Answer;
}
