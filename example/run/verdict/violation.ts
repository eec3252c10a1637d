/** What is judged: the promises of Fanout that a run can break, and what refusing promises. */
export type PromiseId = 'G1' | 'G2' | 'G3' | 'G4' | 'G5' | 'refusals';

/** One way in which a promise was broken. */
export interface Violation {
  readonly promise: PromiseId;
  readonly kind: 'lost' | 'doubled' | 'out of order' | 'unexplained dead letter' | 'wrong';
  /** Order, event, message or sku. */
  readonly id: string;
  /** What is there and what should be. */
  readonly detail: string;
}
