import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { undocumented, withoutDefault } from '../../../scripts/reference/api-findings.ts';
import type { ApiName } from '../../../scripts/reference/api-name.ts';
import { readApi } from '../../../scripts/reference/read-api.ts';
import { referencePage } from '../../../scripts/reference/reference-page.ts';

const INDEX = `
export * from './queue/queue.ts';
export { type Clock as Time, now } from './time.ts';
`;

const QUEUE = `
/** What a queue is for. */
interface Described {
    /**
     * Said in the console.
     *
     * @default 'none'
     */
    readonly description?: string;
    /** Drains the queue. */
    drain(): void;
}
/** Props for {@link Queue}. */
export interface QueueProps extends Described {
    readonly name: string;
    /** Seconds. */
    readonly delay?: number;
}
declare class Base implements Described {
    #private;
    private hidden;
    readonly description?: string;
    drain(): void;
}
/** A queue, not a {@link Heap}. */
export declare class Queue extends Base {
    static of(names: readonly string[]): Queue;
    constructor(props: {
        /** Unique. */
        readonly name: string;
    });
    /** @throws {RangeError} when there is no room. */
    add(message: string): void;
    add(message: string, delay: number): void;
}
/** without a full stop */
export declare function queue(): Queue;
export declare const LIMIT = 10;
export {};
`;

const TIME = `
/** Tells the time. */
export type Clock = () => number;
/**
 * The time, by a {@link Clock}.
 *
 * - In milliseconds.
 *
 * @returns a number,
 * always the same
 * @throws RangeError never
 */
export declare function now(): number;
`;

describe('the reader of declarations', () => {
  let names: readonly ApiName[];

  beforeAll(() => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'fanout-declarations-')));
    const files = { 'index.d.ts': INDEX, 'queue/queue.d.ts': QUEUE, 'time.d.ts': TIME };
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    }
    names = readApi(folder, ['index.d.ts']).get('index.d.ts') ?? [];
    rmSync(folder, { recursive: true });
  });

  const named = (name: string): ApiName | undefined => names.find((one) => one.name === name);

  it('follows re-exports to what they export, under the name that users import', () => {
    expect(names.map(({ name, kind }) => `${kind} ${name}`)).toEqual([
      'constant LIMIT',
      'class Queue',
      'interface QueueProps',
      'type Time',
      'function now',
      'function queue',
    ]);
  });

  it('shows what a class has from a base that is not exported, and nothing private', () => {
    expect(named('Queue')?.members.flatMap(({ signatures }) => signatures.map((text) => text.split('(')[0]))).toEqual([
      'static of',
      'constructor',
      'add',
      'add',
      'readonly description?: string;',
      'drain',
    ]);
  });

  it('takes the comment of an interface for a member that has none', () => {
    expect(named('Queue')?.members.find(({ name }) => name === 'drain')?.comment.text).toBe('Drains the queue.');
  });

  it('keeps what a comment says, line by line, and what its tags say', () => {
    expect(named('now')?.comment).toEqual({
      text: 'The time, by a {@link Clock}.\n\n- In milliseconds.',
      tags: [
        { name: 'returns', text: 'a number,\nalways the same' },
        { name: 'throws', text: 'RangeError never' },
      ],
    });
  });

  it('finds names without a sentence', () => {
    expect(undocumented(names)).toEqual(['LIMIT', 'queue']);
  });

  it('finds optional props that do not say what happens without them, those of unexported bases too', () => {
    expect(withoutDefault(names)).toEqual(['QueueProps.delay']);
  });

  it('makes a page with links to the right sections', () => {
    const entry = { specifier: 'queues', module: './index.ts', page: 'queues.md', purpose: 'Queues.' };

    const page = referencePage(entry, names);

    expect(page).toContain('**Functions**: [now](#now), [queue](#queue-1)');
    expect(page).toContain('Props for [Queue](#queue).');
    expect(page).toContain('A queue, not a `Heap`.');
    expect(page).toContain('- `constructor(props: { readonly name: string; })`');
    expect(page).toContain("  Said in the console.\n\n  Default: `'none'`");
    expect(page).toContain('  Throws RangeError when there is no room.');
  });

  it('fails with the tag on a comment whose tag the reference has no words for', () => {
    const tagged = names.map((one) => ({ ...one, comment: { text: '', tags: [{ name: 'todo', text: '' }] } }));
    const entry = { specifier: 'queues', module: './index.ts', page: 'queues.md', purpose: 'Queues.' };

    expect(() => referencePage(entry, tagged)).toThrow('got @todo');
  });
});
