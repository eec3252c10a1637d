import { describe, expect, it } from 'vitest';
import { environmentNames } from '../../../contracts/index.ts';

describe('environment names', () => {
  it('are all different, and start with FANOUT_ so that they never meet a user’s own', () => {
    const names = Object.values(environmentNames);

    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => !/^FANOUT_[A-Z_]+$/.test(name))).toEqual([]);
  });
});
