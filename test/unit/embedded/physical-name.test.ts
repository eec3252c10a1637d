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
    expect(name).toMatch(/^A{8}-B+-[0-9A-F]{12}\.fifo$/);
  });
});
