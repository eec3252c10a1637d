import { expect, it } from 'vitest';
import type { FaultKind } from '../../../testing/simulator/fault-plan.ts';
import { addEffects, effectLines, type FaultEffect } from '../../simulation/fault-effects.ts';
import { systemNamed } from '../../simulation/systems/index.ts';

it('tells faults that change what happens from faults that do not', async () => {
  const effects = new Map<FaultKind, FaultEffect>();
  const { producer, ...system } = systemNamed('standard');
  const all = { ...system, producer, rates: { 'crash-before': 0.05, 'duplicate-delivery': 0.5 } };
  const idle = { ...all, rates: { 'shard-split': 1 }, producer: { ...producer, requests: () => [] } };

  await addEffects(all, 1, effects);
  await addEffects(idle, 1, effects);

  expect(effects.get('crash-before')).toEqual({ struck: 1, told: 1 });
  expect(effects.get('duplicate-delivery')).toEqual({ struck: 1, told: 1 });
  expect(effects.get('shard-split')?.told).toBe(0);
  expect(effectLines(effects)[0]).toMatch(/changed what happened in {3}0 % of \d histories/);
});
