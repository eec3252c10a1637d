import type { FanoutGraph } from '../graph/fanout-graph.ts';
import type { GraphResource } from '../graph/graph-resource.ts';
import type { Acknowledgement } from './acknowledgements.ts';

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

/** What a rule demands and why. Its page in docs/rules is made from it. */
export interface RuleText {
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
}

/** A rule about the whole fan-out. */
export interface Rule extends RuleText {
  /** Reported once for each stack, with the number of places, because it comes in dozens. */
  readonly summarised?: boolean;
  /** Never throws and never guesses: a value unknown at synthesis breaks nothing. */
  evaluate(graph: FanoutGraph): Iterable<Finding>;
}

/** A rule about what users acknowledge. */
export interface AcknowledgementRule extends RuleText {
  /** What is wrong with an acknowledgement that covers `findings` of its rule, under where it stands; undefined if nothing. */
  evaluate(acknowledgement: Acknowledgement, findings: number): string | undefined;
}
