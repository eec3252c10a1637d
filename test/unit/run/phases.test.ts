import { stripVTControlCharacters } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Phases } from '../../../example/run/picture/phases.ts';

class FakeStream {
  readonly columns = 40;
  text = '';
  write(text: string): boolean {
    this.text += text;
    return true;
  }
}

const SHOW_CURSOR = '\u001b[?25h';

describe('Phases', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('prints a line for each phase where nothing can be redrawn', () => {
    const stream = new FakeStream();
    const phases = new Phases(stream, { redraws: false, signal: new AbortController().signal });

    phases.begin('pulling an image');
    phases.begin('deploying Shop');
    phases.end();

    expect(stream.text).toBe('pulling an image\ndeploying Shop\n');
  });

  it('shows how long the phase has taken on a terminal, on one line, and gives the cursor back', () => {
    const stream = new FakeStream();
    const phases = new Phases(stream, { redraws: true, signal: new AbortController().signal });

    phases.begin('pulling an image');
    vi.advanceTimersByTime(2_500);
    phases.end();
    phases.begin(`deploying ${'x'.repeat(50)}`);
    phases.end();
    phases.end();

    const lines = stripVTControlCharacters(stream.text).split('\n');
    expect(lines[0]?.trim()).toBe('pulling an image');
    expect(lines.findLast((line) => line.includes('pulling'))?.trim()).toBe('pulling an image  2.5 s');
    expect(Math.max(...lines.map((line) => line.trim().length))).toBe(39);
    expect(stream.text.endsWith(SHOW_CURSOR)).toBe(true);
    expect(stream.text.split(SHOW_CURSOR)).toHaveLength(3);
  });

  it('leaves the screen to others once it is interrupted, and prints what comes then', () => {
    const stream = new FakeStream();
    const interruption = new AbortController();
    const phases = new Phases(stream, { redraws: true, signal: interruption.signal });

    phases.begin('deploying Shop');
    interruption.abort();
    const atInterruption = stream.text;
    phases.begin('destroying Shop');
    phases.end();

    expect(atInterruption.endsWith(SHOW_CURSOR)).toBe(true);
    expect(stream.text.slice(atInterruption.length)).toBe('destroying Shop\n');
  });
});
