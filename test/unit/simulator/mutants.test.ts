import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { mutants } from '../../simulation/mutants/index.ts';
import { type Mutant, patched } from '../../simulation/patch.ts';
import { systemNamed } from '../../simulation/systems/index.ts';

const urlOf = ({ file }: Mutant): URL => new URL(`../../../${file}`, import.meta.url);

const planted = (mutant: Mutant): string =>
  String(patched(urlOf(mutant).href, { format: 'module', source: readFileSync(urlOf(mutant), 'utf8') }, mutant).source);

describe('the planted bugs', () => {
  it('are at least 25, each with a name of its own', () => {
    expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length);
    expect(mutants.length).toBeGreaterThanOrEqual(25);
  });

  it.each(mutants.map((mutant) => [mutant.name, mutant] as const))('%s still applies', (_, mutant) => {
    expect(planted(mutant)).not.toBe(readFileSync(urlOf(mutant), 'utf8'));
    expect(mutant.systems.map(systemNamed)).not.toEqual([]);
  });

  it('fail loudly once the source has changed', () => {
    const [mutant] = mutants;
    const stale = { ...(mutant as Mutant), edits: [{ replace: 'what was never there', by: '' }] };

    expect(() => planted(stale)).toThrow(
      `mutant ${stale.name} no longer applies: ${stale.file} must hold exactly once`,
    );
  });
});
