import type { EventDefinition, TopicDefinition } from './event.ts';
import type { StandardSchema } from './standard-schema.ts';

const EVENT_TYPE = /^[a-z0-9]+(?:[._-][a-z0-9]+)*$/;
const TOPIC_NAME = /^[a-z][a-z0-9-]{0,63}$/;
const MAX_EVENT_TYPE_LENGTH = 128;
const EVENT_OPTIONS = ['attributes'];
const TOPIC_OPTIONS = ['events', 'fifo', 'tenantKey'];

/** Checks what `defineEvent` is given, types or no types. @throws RangeError */
export function checkEvent(type: string, schema: StandardSchema, options: Pick<EventDefinition, 'attributes'>): void {
  if (typeof type !== 'string' || !EVENT_TYPE.test(type) || type.length > MAX_EVENT_TYPE_LENGTH) {
    throw new RangeError(
      `event type must be lower-case words joined by ".", "_" or "-", at most ${MAX_EVENT_TYPE_LENGTH} characters, got ${quoted(type)}`,
    );
  }
  if (!isStandardSchema(schema)) {
    throw new RangeError(
      `schema of event ${type} must be a Standard Schema (standardschema.dev), got ${quoted(schema)}; zod 3.24 and later, valibot 1 and arktype 2 make them`,
    );
  }
  checkOptions(`event ${type}`, options, EVENT_OPTIONS);
  const { attributes = [] } = options;
  if (!Array.isArray(attributes) || !attributes.every((name) => typeof name === 'string' && name !== '')) {
    throw new RangeError(
      `attributes of event ${type} must be a list of names, got ${quoted(options.attributes)}; leave them out when there are none`,
    );
  }
}

/** Checks what `defineTopic` is given, types or no types. @throws RangeError */
export function checkTopic(name: string, options: Partial<Omit<TopicDefinition, 'name'>>): void {
  if (typeof name !== 'string' || !TOPIC_NAME.test(name)) {
    throw new RangeError(`topic name must be 1 to 64 lower-case letters, digits and hyphens, got ${quoted(name)}`);
  }
  checkOptions(`topic ${name}`, options, TOPIC_OPTIONS);
  const { events, fifo = false, tenantKey } = options;
  checkEvents(name, events);
  if (typeof fifo !== 'boolean') {
    throw new RangeError(`fifo of topic ${name} must be true or false, got ${quoted(fifo)}`);
  }
  if (tenantKey !== undefined && (fifo || typeof tenantKey !== 'string' || tenantKey === '')) {
    throw new RangeError(
      `tenantKey of topic ${name} must be a field of the payloads and left out on FIFO topics, whose message group is the ordering key, got ${quoted(tenantKey)}`,
    );
  }
}

function checkEvents(name: string, events: TopicDefinition['events'] | undefined): void {
  if (!Array.isArray(events) || events.length === 0) {
    throw new RangeError(
      `events of topic ${name} must be a list of at least one event, got ${Array.isArray(events) ? 'an empty list' : quoted(events)}; define what it carries with defineEvent`,
    );
  }
  const foreign = events.findIndex((event) => typeof event?.type !== 'string' || !isStandardSchema(event.schema));
  if (foreign !== -1) {
    throw new RangeError(`events of topic ${name} must be made by defineEvent, got ${quoted(events[foreign])}`);
  }
  const types = events.map((event) => event.type);
  const twice = types.find((type, index) => types.indexOf(type) !== index);
  if (twice !== undefined) {
    throw new RangeError(`topic ${name} lists the event ${twice} twice; list each event once`);
  }
}

/** A misspelt `fifo` would silently make a standard topic. */
function checkOptions(whose: string, options: object, known: readonly string[]): void {
  if (typeof options !== 'object' || options === null) {
    throw new RangeError(`options of ${whose} must be an object, got ${quoted(options)}`);
  }
  const unknown = Object.keys(options).filter((option) => !known.includes(option));
  if (unknown.length > 0) {
    throw new RangeError(`options of ${whose} must be of ${known.join(', ')}, got ${unknown.join(', ')}`);
  }
}

/** Some libraries make schemas that are functions. */
function isStandardSchema(schema: unknown): boolean {
  const isObject = (typeof schema === 'object' && schema !== null) || typeof schema === 'function';
  const standard = isObject ? (schema as Partial<StandardSchema>)['~standard'] : undefined;
  return standard?.version === 1 && typeof standard.validate === 'function';
}

function quoted(value: unknown): string {
  if (typeof value === 'object' && value !== null) {
    return Array.isArray(value) ? 'a list' : 'an object';
  }
  return typeof value === 'string' ? JSON.stringify(value) : typeof value === 'function' ? 'a function' : String(value);
}
