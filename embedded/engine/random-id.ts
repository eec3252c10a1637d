import type { EngineRandom } from './surroundings.ts';

const hex32 = (random: EngineRandom): string =>
  Math.floor(random.next() * 2 ** 32)
    .toString(16)
    .padStart(8, '0');

/** An id in the shape of a UUID of version 4, as message ids have it. */
export function randomId(random: EngineRandom): string {
  const digits = hex32(random) + hex32(random) + hex32(random) + hex32(random);
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-8${digits.slice(17, 20)}-${digits.slice(20)}`;
}
