import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { systems } from '../../simulation/systems/index.ts';

const folder = fileURLToPath(new URL('../../simulation/', import.meta.url));

/** Runs a command of the shell in which `simulate` and `mutants` are the commands under test. */
function shell(command: string) {
  const line = command
    .replaceAll('simulate ', `"${process.execPath}" simulate.ts `)
    .replaceAll('mutants ', `"${process.execPath}" simulate-mutants.ts `);
  const { status, stdout, stderr } = spawnSync('sh', ['-c', line], { cwd: folder, encoding: 'utf8' });
  return { status, stdout, stderr };
}

describe('the commands of the simulator', () => {
  it('say what they can do, and which systems there are', () => {
    const { status, stdout, stderr } = shell('simulate --help');

    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    for (const { name, about } of systems) {
      expect(stdout).toContain(name);
      expect(stdout).toContain(about);
    }
    expect(stdout).toContain('--history');
    expect(stdout).toContain('Exit code: 0');
  });

  it('refuse what they cannot make sense of in two lines at most, with exit code 2', () => {
    for (const command of ['simulate --system none', 'simulate --seeds ten', 'mutants --speed 9']) {
      const { status, stdout, stderr } = shell(command);

      expect({ command, status, stdout }).toEqual({ command, status: 2, stdout: '' });
      expect(stderr.trimEnd().split('\n').length).toBeLessThanOrEqual(2);
    }
  });

  it('close a whole history with the verdict', () => {
    const { status, stdout } = shell('simulate --system guard --from 3 --history');

    const lines = stdout.trimEnd().split('\n');
    expect(status).toBe(0);
    expect(lines[0]).toBe('history of guard, seed 3');
    expect(lines.at(-1)).toMatch(/^guard, seed 3: no promise was broken \(\d requests, \d+ faults, \d+ lines\)$/);
  });

  it('end without a word when nobody reads on', () => {
    const { stdout, stderr } = shell('simulate --history | head -n 1');

    expect({ stdout, stderr }).toEqual({ stdout: 'history of standard, seed 1\n', stderr: '' });
  });
});
