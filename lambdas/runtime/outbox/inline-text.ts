import {
  EVENT_SOURCE_ATTRIBUTE,
  EVENT_TYPE_ATTRIBUTE,
  type EventAttributes,
  TRACE_PARENT_ATTRIBUTE,
} from '../../../contracts/attributes.ts';
import { type EventEnvelope, parseEnvelope, serializeEnvelope } from '../../../contracts/envelope.ts';
import { isNestedDeeper, MAX_NESTING } from '../../../contracts/nesting.ts';
import { epochMillis } from '../../../contracts/time.ts';
import { emittedAttributes } from '../emission/emitted-attributes.ts';
import type { OutboxEntry } from '../outbox-entry.ts';
import { isTextMap } from './text-map.ts';

/** One event in an item. What its envelope says is not said twice: an item is paid for by the kilobyte. */
interface InlineEvent {
  readonly topics: readonly string[];
  /** Attributes of the event's own; absent for none. */
  readonly attributes?: EventAttributes;
  readonly envelope: EventEnvelope;
}

/** The outcome of reading the events of an item. */
export type InlineTextResult =
  | { readonly ok: true; readonly entries: readonly OutboxEntry[] }
  | { readonly ok: false; readonly problem: string };

const OURS: ReadonlySet<string> = new Set([EVENT_TYPE_ATTRIBUTE, EVENT_SOURCE_ATTRIBUTE, TRACE_PARENT_ATTRIBUTE]);

/** The array and the event that an envelope is in. */
const LEVELS_ABOVE_ENVELOPE = 2;

/** Events as text, to ride in an item: a JSON array with one object for each event. Read back by {@link readInlineText}. */
export function inlineText(entries: readonly OutboxEntry[]): string {
  const byBody = new Map<string, OutboxEntry[]>();
  for (const entry of entries) {
    const ofEvent = byBody.get(entry.body) ?? [];
    byBody.set(entry.body, ofEvent);
    ofEvent.push(entry);
  }
  const events = [...byBody].map(([body, ofEvent]): InlineEvent => {
    const own = Object.entries(ofEvent[0]?.attributes ?? {}).filter(([name]) => !OURS.has(name));
    return {
      topics: ofEvent.map(({ topic }) => topic),
      ...(own.length > 0 && { attributes: Object.fromEntries(own) }),
      envelope: JSON.parse(body) as EventEnvelope,
    };
  });
  return JSON.stringify(events);
}

/** Reads what {@link inlineText} wrote. Never throws: what somebody else wrote is an answer, with the first problem found. */
export function readInlineText(text: string): InlineTextResult {
  let events: unknown;
  try {
    events = JSON.parse(text);
  } catch {
    return refused('must be JSON');
  }
  // Deeper text would exhaust the stack when it is written again, and a relay that throws repeats its whole batch.
  if (isNestedDeeper(events, MAX_NESTING + LEVELS_ABOVE_ENVELOPE)) {
    return refused(`must be nested at most ${MAX_NESTING + LEVELS_ABOVE_ENVELOPE} levels deep`);
  }
  if (!Array.isArray(events)) {
    return refused('must be an array of events');
  }
  const entries: OutboxEntry[] = [];
  for (const [position, event] of events.entries()) {
    const read = entriesOf(event as Partial<InlineEvent> | null);
    if (!read.ok) {
      return refused(`[${position}].${read.problem}`);
    }
    entries.push(...read.entries);
  }
  return { ok: true, entries };
}

function entriesOf(event: Partial<InlineEvent> | null): InlineTextResult {
  const { topics, attributes = {}, envelope } = event ?? {};
  if (
    !Array.isArray(topics) ||
    topics.length === 0 ||
    topics.some((topic) => typeof topic !== 'string' || topic === '')
  ) {
    return refused('topics must be an array of names');
  }
  if (!isTextMap(attributes)) {
    return refused('attributes must be a map of strings');
  }
  if (typeof envelope !== 'object' || envelope === null) {
    return refused('envelope must be an object');
  }
  const body = serializeEnvelope(envelope);
  const parsed = parseEnvelope(body);
  if (!parsed.ok) {
    return refused(`envelope: ${parsed.problem}`);
  }
  const { id, source, type, time, partitionkey, sequence, traceparent } = parsed.envelope;
  const createdAt = epochMillis(Date.parse(time));
  if (Number.isNaN(createdAt)) {
    return refused(`envelope: time must be a time of RFC 3339, got ${JSON.stringify(time)}`);
  }
  const shared = { orderingKey: partitionkey, sequence, eventId: id, body, createdAt };
  const all = emittedAttributes(type, source, traceparent, attributes);
  return { ok: true, entries: topics.map((topic: string) => ({ ...shared, topic, attributes: all })) };
}

const refused = (problem: string): { readonly ok: false; readonly problem: string } => ({ ok: false, problem });
