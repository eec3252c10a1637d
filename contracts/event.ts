import { checkEvent, checkTopic } from './definition-check.ts';
import type { InputOf, OutputOf, StandardSchema } from './standard-schema.ts';

/** An event type and the schema of its payload. Synthesis filters by it, the runtime validates by it. */
export interface EventDefinition<Type extends string = string, Input = unknown, Payload = unknown> {
  /** CloudEvents `type`, for example `order.placed`. */
  readonly type: Type;
  readonly schema: StandardSchema<Input, Payload>;
  /**
   * Names of the attributes that producers add to Fanout's own, for filters. Synthesis counts them: with raw delivery SNS
   * discards a message with more than ten.
   *
   * @default - none are declared
   */
  readonly attributes?: readonly string[];
}

/** The validated payload of an event definition. */
export type PayloadOf<Definition extends EventDefinition> =
  Definition extends EventDefinition<string, infer _Input, infer Payload> ? Payload : never;

/** A topic by its logical name: what it carries and whether it keeps order. Its ARN is known only once deployed. */
export interface TopicDefinition {
  /** Logical name, unique in a stack: lower-case letters, digits and hyphens, 1 to 64 characters. */
  readonly name: string;
  /** Whether the topic is FIFO: order per ordering key. */
  readonly fifo: boolean;
  readonly events: readonly EventDefinition[];
  /** Field of the payloads that names their tenant: queues behind a standard topic are fair between tenants. */
  readonly tenantKey?: string;
}

/**
 * Declares an event type with any Standard Schema validator (zod, valibot, arktype and others).
 *
 * @throws RangeError when the type is not lower-case words joined by `.`, `_` or `-`, at most 128 characters, or the schema
 * is no Standard Schema.
 */
export function defineEvent<const Type extends string, Schema extends StandardSchema>(
  type: Type,
  schema: Schema,
  options: { readonly attributes?: readonly string[] } = {},
): EventDefinition<Type, InputOf<Schema>, OutputOf<Schema>> {
  checkEvent(type, schema, options);
  return { type, schema, ...(options.attributes && { attributes: options.attributes }) };
}

/**
 * Declares a topic and the events it carries.
 *
 * @throws RangeError when the name is not 1 to 64 lower-case letters, digits and hyphens, there is no event or one is listed
 * twice, an option is misspelt, or a FIFO topic has a tenant key: its message group is the ordering key.
 */
export function defineTopic(
  name: string,
  options: { readonly events: readonly EventDefinition[]; readonly fifo?: boolean; readonly tenantKey?: string },
): TopicDefinition {
  checkTopic(name, options);
  const { fifo = false, events, tenantKey } = options;
  return { name, fifo, events, ...(tenantKey !== undefined && { tenantKey }) };
}
