import { createHash } from 'node:crypto';

/** Which of `lanes` lanes the records of a partition key go through: always the same, so that their order is kept. */
export function laneIndex(key: unknown, lanes: number): number {
  if (lanes === 1) return 0;
  return createHash('md5').update(JSON.stringify(key)).digest().readUInt32BE() % lanes;
}
