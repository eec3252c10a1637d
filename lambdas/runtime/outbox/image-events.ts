import { EVENT_SOURCE_ATTRIBUTE } from '../../../contracts/attributes.ts';
import { INLINE_EVENTS_ATTRIBUTE } from '../../../contracts/tables.ts';
import type { EpochMillis } from '../../../contracts/time.ts';
import { plainValue, type RawItem } from '../attribute-value.ts';
import type { OutboxEntry } from '../outbox-entry.ts';
import { readInlineText } from './inline-text.ts';
import type { ItemChange } from './item-change.ts';

/** The outcome of reading the events of an image. */
export type ImageEventsResult =
  | { readonly ok: true; readonly entries: readonly OutboxEntry[] }
  | { readonly ok: false; readonly problem: string };

/** Finds the events that an item has in one state of it. `at` is when it got into that state. Never throws. */
export type ImageReader = (image: RawItem, at: EpochMillis) => ImageEventsResult | Promise<ImageEventsResult>;

/** The events of an item's last write that ride in it. */
export const readInlineEvents: ImageReader = (image) => {
  const text = plainValue(image[INLINE_EVENTS_ATTRIBUTE]);
  if (text === undefined) {
    return { ok: true, entries: [] };
  }
  const read = typeof text === 'string' ? readInlineText(text) : { ok: false as const, problem: 'must be a text' };
  return read.ok ? read : { ok: false, problem: `INLINE_EVENTS_INVALID: ${INLINE_EVENTS_ATTRIBUTE} ${read.problem}` };
};

/** The same event on its way to the same topic, in whichever image it is. */
export const identityOf = ({ eventId, topic, attributes }: OutboxEntry): string =>
  JSON.stringify([attributes[EVENT_SOURCE_ATTRIBUTE], eventId, topic]);

/**
 * The events that a change brought: those of the new image that the old image does not have.
 *
 * An old image that cannot be read counts as one without events: a copy does no harm, an event left out is lost.
 */
export async function eventsOfChange(
  { newImage, oldImage, at }: ItemChange,
  readers: readonly ImageReader[],
): Promise<ImageEventsResult> {
  const entries: OutboxEntry[] = [];
  for (const read of readers) {
    const current = await read(newImage, at);
    if (!current.ok) {
      return current;
    }
    const former = oldImage === undefined ? undefined : await read(oldImage, at);
    const known = new Set(former?.ok ? former.entries.map(identityOf) : []);
    entries.push(...current.entries.filter((entry) => !known.has(identityOf(entry))));
  }
  return { ok: true, entries };
}
