import { describe, expect, it } from 'vitest';
import { parseLogLine } from '../../../testing/log-line.ts';

const line = { type: 'fanout.relay', component: 'outbox-relay', published: 1, failed: 0, quarantined: 0 };

describe('parseLogLine', () => {
  it('reads a line as the runtime writes it', () => {
    expect(parseLogLine(JSON.stringify(line))).toEqual(line);
  });

  it.each([
    ['an object', line],
    ['text', JSON.stringify(line)],
  ])("reads a line that Lambda's JSON format wrapped as %s", (_form, message) => {
    expect(parseLogLine(JSON.stringify({ timestamp: 't', level: 'INFO', requestId: 'r', message }))).toEqual(line);
  });

  it("reads Lambda's report of an invocation", () => {
    const record = { requestId: 'r', status: 'error', errorType: 'Runtime.ExitError', metrics: { durationMs: 12.5 } };

    expect(parseLogLine(JSON.stringify({ time: 't', type: 'platform.report', record }))).toEqual({
      type: 'platform.report',
      requestId: 'r',
      status: 'error',
      errorType: 'Runtime.ExitError',
      durationMs: 12.5,
    });
  });

  it('reads a throttle', () => {
    expect(parseLogLine('{"type":"platform.throttle","record":{}}')).toEqual({ type: 'platform.throttle' });
  });

  it.each([
    '',
    'plain text',
    '{"cut',
    '{}',
    '{"type":"platform.start"}',
    '{"type":"platform.report"}',
    '{"message":null}',
    '{"message":"text"}',
    '[1]',
  ])('leaves out %j', (text) => {
    expect(parseLogLine(text)).toBeUndefined();
  });
});
