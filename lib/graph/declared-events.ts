import type { CfnResource } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { shown } from '../props/props-check.ts';
import { PropsError } from '../props/props-error.ts';

/** An event that a topic carries, as far as the checks need it. Every `EventDefinition` is one. */
export interface DeclaredEvent {
  /** Value of the attribute `ce-type`. */
  readonly type: string;
  /**
   * Names of the attributes that the producer adds to Fanout's own.
   *
   * @default - none
   */
  readonly attributes?: readonly string[];
}

/** What a topic carries. Every `TopicDefinition` is one. */
export interface DeclaredTopic {
  /** Logical name, for messages. */
  readonly name: string;
  readonly events: readonly DeclaredEvent[];
}

/** Registered, so that copies of the package in one process read each other's declarations. */
const DECLARATION = Symbol.for('fanout.declared-topic');

/**
 * Tells the checks which events a topic carries. `EventTopic` does it; call it for a topic of aws-cdk's own, so that
 * filters that match nothing and events without a subscriber are found there too.
 *
 * @throws PropsError when it is no name with a list of at least one event.
 */
export function declareEvents(topic: IConstruct, declared: DeclaredTopic): void {
  if (!isDeclaration(declared)) {
    throw new PropsError(
      'DeclarationInvalid',
      `declared must have a name and a list of at least one event, each with a type, got ${shown(declared)}; write { name: 'orders', events: [{ type: 'order.placed' }] }`,
      topic,
    );
  }
  Object.defineProperty(topic, DECLARATION, { value: declared, configurable: true });
}

/** What was declared for a topic: on its L1, or on the L2 around it. */
export function declaredOn(topic: CfnResource): DeclaredTopic | undefined {
  const places: readonly (IConstruct | undefined)[] = [topic, topic.node.scope];
  return places
    .map((place) => (place as { [DECLARATION]?: DeclaredTopic } | undefined)?.[DECLARATION])
    .find((declared) => declared !== undefined);
}

/** Whether a value is a declaration, for callers without types. */
export const isDeclaration = (declared: DeclaredTopic): boolean =>
  typeof declared?.name === 'string' &&
  Array.isArray(declared.events) &&
  declared.events.length > 0 &&
  declared.events.every(isDeclaredEvent);

const isDeclaredEvent = (event: DeclaredEvent): boolean =>
  typeof event?.type === 'string' && (event.attributes === undefined || Array.isArray(event.attributes));
