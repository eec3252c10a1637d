import type { FanoutGraph } from '../graph/fanout-graph.ts';
import type { GraphResource } from '../graph/graph-resource.ts';

/** One place where a graph breaks a rule. */
export interface Finding {
  readonly at: GraphResource;
  /** The property to change, as in a template. */
  readonly property: string;
  /** What must be, and what is: "`property` must `rule`, got `value`". */
  readonly message: string;
  /**
   * What to do here.
   *
   * @default - the rule's remedy
   */
  readonly remedy?: string;
}

/** A rule about the whole fan-out. Its page in docs/rules is made from it. */
export interface Rule {
  /** Stable and never reworded: users acknowledge it. */
  readonly id: `Fanout-${string}`;
  /** Errors stop synthesis. */
  readonly severity: 'error' | 'warning';
  /** What must hold, one sentence. */
  readonly demand: string;
  /** What happens when it does not. */
  readonly consequence: string;
  readonly remedy: string;
  /** AWS's page about it. */
  readonly reference: string;
  /** Reported once for each stack, with the number of places, because it comes in dozens. */
  readonly summarised?: boolean;
  /** Never throws and never guesses: a value unknown at synthesis breaks nothing. */
  evaluate(graph: FanoutGraph): Iterable<Finding>;
}
