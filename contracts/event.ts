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

const EVENT_TYPE = /^[a-z0-9]+(?:[._-][a-z0-9]+)*$/;
const TOPIC_NAME = /^[a-z][a-z0-9-]{0,63}$/;
const MAX_EVENT_TYPE_LENGTH = 128;

/**
 * Declares an event type with any Standard Schema validator (zod, valibot, arktype and others).
 *
 * @throws RangeError when the type is not lower-case words joined by `.`, `_` or `-`, at most 128 characters.
 */
export function defineEvent<const Type extends string, Schema extends StandardSchema>(
  type: Type,
  schema: Schema,
  options: { readonly attributes?: readonly string[] } = {},
): EventDefinition<Type, InputOf<Schema>, OutputOf<Schema>> {
  if (!EVENT_TYPE.test(type) || type.length > MAX_EVENT_TYPE_LENGTH) {
    throw new RangeError(
      `event type must be lower-case words joined by ".", "_" or "-", at most ${MAX_EVENT_TYPE_LENGTH} characters, got ${JSON.stringify(type)}`,
    );
  }
  return { type, schema, ...(options.attributes && { attributes: options.attributes }) };
}

/**
 * Declares a topic and the events it carries.
 *
 * @throws RangeError when the name is not 1 to 64 lower-case letters, digits and hyphens, an event is listed twice, or a
 * FIFO topic has a tenant key: its message group is the ordering key.
 */
export function defineTopic(
  name: string,
  options: { readonly events: readonly EventDefinition[]; readonly fifo?: boolean; readonly tenantKey?: string },
): TopicDefinition {
  if (!TOPIC_NAME.test(name)) {
    throw new RangeError(
      `topic name must be 1 to 64 lower-case letters, digits and hyphens, got ${JSON.stringify(name)}`,
    );
  }
  const types = options.events.map((event) => event.type);
  const twice = types.find((type, index) => types.indexOf(type) !== index);
  if (twice !== undefined) {
    throw new RangeError(`topic ${name} lists the event ${twice} twice; list each event once`);
  }
  const { fifo = false, events, tenantKey } = options;
  if (tenantKey !== undefined && (fifo || tenantKey === '')) {
    throw new RangeError(
      `tenantKey of topic ${name} must be a field of the payloads and left out on FIFO topics, whose message group is the ordering key, got ${JSON.stringify(tenantKey)}`,
    );
  }
  return { name, fifo, events, ...(tenantKey !== undefined && { tenantKey }) };
}
