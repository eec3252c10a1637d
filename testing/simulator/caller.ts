import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const OWN = dirname(fileURLToPath(import.meta.url));
/** Node's timers and streams put several frames between the user's call and what is seen of it. */
const FRAMES = 30;

/** The frames of the stack, the latest first. */
export function stackFrames(): readonly string[] {
  const holder: { stack?: string } = {};
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = FRAMES;
  Error.captureStackTrace(holder);
  Error.stackTraceLimit = limit;
  return (holder.stack ?? '').split('\n').slice(1);
}

/**
 * The place (`file:line:column`) of the call that the simulator's code on top of the stack sees, in the user's own code
 * rather than in a package; undefined when Node has called by itself.
 */
export function callingPlace(frames: readonly string[]): string | undefined {
  const below = frames.slice(frames.findIndex((frame) => !isOurs(frame)));
  const end = below.findIndex(isOurs);
  const places = below
    .slice(0, end === -1 ? undefined : end)
    .filter((frame) => !frame.includes('node:'))
    .flatMap((frame) => /\(?([^( ]+:\d+:\d+)\)?$/.exec(frame)?.[1] ?? []);
  return places.find((place) => !place.includes('node_modules')) ?? places[0];
}

const isOurs = (frame: string): boolean => frame.includes(OWN);
