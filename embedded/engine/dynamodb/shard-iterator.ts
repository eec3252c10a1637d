import { invalid } from './validation-error.ts';

/** What an iterator stands for; callers see a text. */
export interface ShardIterator {
  readonly streamArn: string;
  readonly shardId: string;
  /** Sequence of the next record to read. */
  readonly from: number;
  /** Epoch milliseconds. */
  readonly issuedAt: number;
  /** The same in all iterators that go back to one. */
  readonly reader: number;
}

export const iteratorText = ({ streamArn, shardId, from, issuedAt, reader }: ShardIterator): string =>
  [streamArn, shardId, from, issuedAt, reader].join('|');

/** @throws {ServiceError} `ValidationException` for what no stream has given out. */
export function parseIterator(text: string): ShardIterator {
  const [streamArn, shardId, from, issuedAt, reader, ...rest] = text.split('|');
  if (streamArn === undefined || shardId === undefined || reader === undefined || rest.length > 0) {
    throw invalid('Invalid ShardIterator');
  }
  return { streamArn, shardId, from: Number(from), issuedAt: Number(issuedAt), reader: Number(reader) };
}
