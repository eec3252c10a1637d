import { describe, expect, it } from 'vitest';
import { physicalName } from '../../../embedded/template/physical-name.ts';

describe('physicalName', () => {
  it('is made of stack, logical id and a suffix that is always the same', () => {
    expect(physicalName('Shop', 'OrdersQueue', { maxLength: 80 })).toMatch(/^Shop-OrdersQueue-[0-9A-F]{12}$/);
    expect(physicalName('Shop', 'A', { maxLength: 80 })).toBe(physicalName('Shop', 'A', { maxLength: 80 }));
    expect(physicalName('Shop', 'A', { maxLength: 80 })).not.toBe(physicalName('Shop', 'B', { maxLength: 80 }));
  });

  it('keeps to the limit and the ending of the service', () => {
    const name = physicalName('A'.repeat(60), 'B'.repeat(200), { maxLength: 80, suffix: '.fifo' });

    expect(name).toHaveLength(80);
    expect(name).toMatch(/^A{31}-B{30}-[0-9A-F]{12}\.fifo$/);
  });

  it.each([
    [
      'ChineseboostAnalyticsStack',
      'RainlyticsSummariesJobFunctionRole',
      64,
      'ChineseboostAnalyticsStac-RainlyticsSummariesJobFun',
    ],
    [
      'ChineseboostAnalyticsStack',
      'RainlyticsSummariesJobLogs1C6CB09C',
      512,
      'ChineseboostAnalyticsStack-RainlyticsSummariesJobLogs1C6CB09C',
    ],
    ['Shop', 'L'.repeat(60), 64, `Shop-${'L'.repeat(46)}`],
    ['S'.repeat(60), 'Orders', 64, `${'S'.repeat(44)}-Orders`],
  ])('cuts %s-%s to %d characters where CloudFormation does', (stack, logicalId, maxLength, beginning) => {
    expect(physicalName(stack, logicalId, { maxLength }).slice(0, -13)).toBe(beginning);
  });
});
