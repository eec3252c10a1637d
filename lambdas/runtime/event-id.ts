import { createHash } from 'node:crypto';
import type { EventEnvelope } from '../../contracts/envelope.ts';
import { type EpochMillis, epochMillis } from '../../contracts/time.ts';
import type { RandomSource } from './ports/index.ts';

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

/** A new UUIDv7 (RFC 9562): the time of `at`, then 74 random bits. */
export const newEventId = (at: EpochMillis, random: RandomSource): string => uuidV7(at, random.bytes(10));

/**
 * The id of the event that `consumer` emits at `position` because of `cause`: a UUID in version 7 layout with the
 * cause's time and hash bits, so a repeated run emits the same ids.
 */
export function derivedEventId(cause: EventEnvelope, consumer: string, position: number): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([cause.source, cause.id, consumer, position]))
    .digest();
  return uuidV7(eventCreatedAt(cause) ?? epochMillis(0), digest.subarray(0, 10));
}

/**
 * The id of an event that is computed from an item: a UUIDv8 (RFC 9562) of hash bits, the same for the same `parts`. It
 * holds no time, because the item does not say when it came about.
 */
export function imageEventId(parts: readonly unknown[]): string {
  return formatUuid(createHash('sha256').update(JSON.stringify(parts)).digest().subarray(0, 16), 0x80);
}

/** A random UUIDv4, for owner tokens and request tokens: 36 characters. */
export function randomToken(random: RandomSource): string {
  return formatUuid(random.bytes(16), 0x40);
}

/**
 * When an event's id was made: the time in a UUIDv7, else the envelope's `time`. A derived id has its cause's time.
 *
 * @returns undefined when neither can be read.
 */
export function eventCreatedAt(envelope: EventEnvelope): EpochMillis | undefined {
  const milliseconds = UUID_V7.test(envelope.id)
    ? Number.parseInt(envelope.id.slice(0, 8) + envelope.id.slice(9, 13), 16)
    : Date.parse(envelope.time);
  return Number.isNaN(milliseconds) ? undefined : epochMillis(milliseconds);
}

function uuidV7(at: EpochMillis, bits: Uint8Array): string {
  const bytes = new Uint8Array(16);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(at) << 16n);
  bytes.set(bits.subarray(0, 10), 6);
  return formatUuid(bytes, 0x70);
}

function formatUuid(bytes: Uint8Array, version: number): string {
  const marked = Uint8Array.from(bytes);
  marked[6] = ((marked[6] ?? 0) & 0x0f) | version;
  marked[8] = ((marked[8] ?? 0) & 0x3f) | 0x80;
  const hex = Buffer.from(marked).toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
