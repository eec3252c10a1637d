import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { drawPicture, pictureSize } from '../../../example/run/picture/draw-picture.ts';
import { canRedraw, showPicture } from '../../../example/run/picture/live-picture.ts';
import type { RunView } from '../../../example/run/picture/run-view.ts';
import { Screen } from '../../../example/run/picture/screen.ts';
import { createPaint } from '../../../example/run/report/paint.ts';

const view = (over: Partial<RunView> = {}): RunView => ({
  elapsedMs: 12_345,
  chaosSeed: 42,
  orders: { total: 1000, accepted: 642, refused: 12, repeated: 31, settled: 580, settledPerSecond: 41.2 },
  tally: {
    consumer: (name) =>
      name === 'payment'
        ? { applied: 610, duplicates: 3, retries: 5, deadLetters: 1 }
        : { applied: 0, duplicates: 0, retries: 0, deadLetters: 0 },
    relay: { published: 2410, failed: 0, quarantined: 0 },
  },
  backlog: { outbox: 14, queues: new Map([['payment', { waiting: 1234, inFlight: 20 }]]) },
  active: new Set(['payment']),
  notes: ['00:07  Payment failed: Runtime.ExitError'],
  ...over,
});

class FakeStream {
  readonly isTTY = true;
  readonly columns = 100;
  readonly rows = 40;
  text = '';
  write(text: string): boolean {
    this.text += text;
    return true;
  }
}

describe('drawPicture', () => {
  it('shows the topology with every count', () => {
    const lines = drawPicture(view(), createPaint(false), 120);

    expect(lines.find((line) => line.includes(' payment '))).toMatch(
      /├─▶ payment\s+1,234 ▪{10}\s+20\s+610\s+3\s+5\s+1$/,
    );
    expect(lines.join('\n')).toContain('592 of 1,000 orders settled · 41/s');
    expect(lines.join('\n')).toMatch(/642 accepted\s+14 waiting\s+2,410 published/);
    expect(lines.join('\n')).toContain('chaos, seed 42 · 00:12');
    expect(lines.join('\n')).toContain('Payment failed: Runtime.ExitError');
  });

  it.each([80, 91, 92, 200])('fits a terminal of %d columns, whatever the counts, and is always as high', (columns) => {
    const busy = view({
      orders: {
        total: 1e6,
        accepted: 999_999,
        refused: 99_999,
        repeated: 99_999,
        settled: 899_999,
        settledPerSecond: 999,
      },
      notes: Array.from({ length: 9 }, () => 'x'.repeat(300)),
    });
    const pictures = [view({ notes: [] }), view(), busy].map((state) =>
      drawPicture(state, createPaint(false), columns),
    );

    expect(new Set(pictures.map((lines) => lines.length))).toEqual(new Set([21]));
    expect(pictureSize.rows).toBeGreaterThan(21);
    // Not the last column: a terminal wraps there.
    expect(Math.max(...pictures.flat().map((line) => line.length))).toBeLessThan(columns);
  });

  it('says the same in colour', () => {
    const coloured = drawPicture(view(), createPaint(true), 120).join('\n');

    expect(coloured).not.toBe(stripVTControlCharacters(coloured));
    expect(stripVTControlCharacters(coloured)).toBe(drawPicture(view(), createPaint(false), 120).join('\n'));
  });
});

describe('Screen', () => {
  it('draws over what it drew before, hides the cursor and gives it back once', () => {
    const stream = new FakeStream();
    const screen = new Screen(stream);

    screen.draw(['one', 'two']);
    expect(stream.text).toBe('\u001b[?25l\rone\u001b[K\ntwo\u001b[K\n\u001b[J');
    screen.draw(['three']);
    expect(stream.text).toContain('\u001b[2A\rthree\u001b[K\n\u001b[J');
    screen.close();
    screen.close();
    expect(stream.text.split('\u001b[?25h')).toHaveLength(2);
  });
});

describe('canRedraw', () => {
  it.each([
    ['a terminal', {}, {}, true],
    ['a pipe', { isTTY: false }, {}, false],
    ['CI', {}, { CI: 'true' }, false],
    ['a terminal that cannot move its cursor', {}, { TERM: 'dumb' }, false],
    ['a narrow terminal', { columns: 79 }, {}, false],
    ['a low terminal', { rows: 12 }, {}, false],
  ])('for %s', (_what, over, environment, expected) => {
    expect(canRedraw({ isTTY: true, columns: 96, rows: 40, write: () => true, ...over }, environment)).toBe(expected);
  });
});

describe('showPicture', () => {
  it('draws in place and gives the cursor back when it stops', () => {
    const stream = new FakeStream();

    showPicture(stream, () => view(), { redraws: true, paint: createPaint(false) }).stop();

    expect(stream.text).toContain('order-ledger');
    expect(stream.text.endsWith('\u001b[?25h')).toBe(true);
  });

  it('prints plain lines where it cannot: the notes, and how far the orders are', () => {
    const stream = new FakeStream();

    showPicture(stream, () => view(), { redraws: false, paint: createPaint(false) }).stop();

    expect(stream.text).toBe(
      '  00:07  Payment failed: Runtime.ExitError\n' +
        '00:12  592 of 1,000 orders settled, 14 in the outbox, 1254 in queues\n',
    );
  });
});
