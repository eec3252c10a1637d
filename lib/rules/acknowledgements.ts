import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** That somebody accepts a finding, and why. */
export interface Acknowledgement {
  readonly ruleId: string;
  readonly reason: string;
  /** The id as aws-cdk keeps it, plug-in name included. */
  readonly recordedId: string;
  readonly at: IConstruct;
}

/** aws-cdk puts the plug-in's name before an id, or this word when none was given. */
const PREFIX = /^(Annotation|Fanout)::/i;

/** What is meant for Fanout: its ids begin with its name, and so does what names it as the plug-in. */
const OURS = /^(Fanout::|(Annotation::)?Fanout-)/i;

/**
 * What was acknowledged of Fanout's rules in a construct tree.
 *
 * `Validations.of(scope).acknowledge()` takes `Fanout-X` and `Fanout::Fanout-X`; both count, as with cdk-nag.
 */
export class Acknowledgements {
  readonly #byConstruct: ReadonlyMap<IConstruct, readonly Acknowledgement[]>;

  private constructor(constructs: readonly IConstruct[]) {
    this.#byConstruct = new Map(constructs.map((construct) => [construct, recordedAt(construct)]));
  }

  static under(root: IConstruct): Acknowledgements {
    return new Acknowledgements(root.node.findAll());
  }

  /** All of them, those of outer constructs first. */
  get all(): readonly Acknowledgement[] {
    return [...this.#byConstruct.values()].flat();
  }

  /** That of a rule on a construct, or on the closest one around it. */
  of(ruleId: string, construct: IConstruct): Acknowledgement | undefined {
    return construct.node.scopes
      .toReversed()
      .flatMap((scope) => this.#byConstruct.get(scope) ?? [])
      .find((acknowledgement) => acknowledgement.ruleId === ruleId);
  }
}

const recordedAt = (at: IConstruct): readonly Acknowledgement[] =>
  at.node.metadata
    .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
    .flatMap(({ data }) => Object.entries(data as Readonly<Record<string, string>>))
    .filter(([recordedId]) => OURS.test(recordedId))
    .map(([recordedId, reason]) => ({ ruleId: recordedId.replace(PREFIX, ''), reason, recordedId, at }));
