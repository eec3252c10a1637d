import { TargetError, type TargetErrorCode } from 'fanout/testing';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { RefusedError, reportFailure } from '../../../scripts/targets/exit-code.ts';

const signal = new AbortController().signal;

afterEach(() => {
  vi.restoreAllMocks();
});

/** The exit code, and what the user was told. */
function report(error: unknown): { readonly code: number; readonly told: string } {
  const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const code = reportFailure(error, signal);
  return { code, told: write.mock.calls.join('') };
}

describe('reportFailure', () => {
  it.each<[TargetErrorCode, number]>([
    ['DOCKER_UNAVAILABLE', 2],
    ['PERMISSION_MISSING', 2],
    ['STACK_EXISTS', 2],
    ['DEPLOYMENT_FAILED', 1],
    ['BOOTSTRAP_FAILED', 1],
  ])('tells %s in one line, with exit code %d', (errorCode, code) => {
    expect(report(new TargetError(errorCode, 'why'))).toEqual({ code, told: 'why\n' });
  });

  it('tells a refusal in one line, with exit code 2', () => {
    expect(report(new RefusedError('not confirmed'))).toEqual({ code: 2, told: 'not confirmed\n' });
  });

  it('shows where an error comes from that is a defect, with exit code 1', () => {
    const { code, told } = report(new RangeError('oops'));

    expect(told).toMatch(/^RangeError: oops\n +at /);
    expect(code).toBe(1);
  });
});
