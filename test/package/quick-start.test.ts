import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeBlocks } from '../code-blocks.ts';
import { UserProject } from './user-project.ts';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const blocks = codeBlocks(readme, '## Quick start in your own repository');
const [installation = '', commands = ''] = blocks.filter(({ language }) => language === 'sh').map(({ text }) => text);

describe('the quick start of the README, in an empty project outside the clone', () => {
  let project: UserProject;

  beforeAll(async () => {
    project = await UserProject.create(['aws-cdk', 'esbuild', 'zod', 'typescript', '@types/node']);
    for (const { path, text } of blocks) {
      if (path !== undefined) {
        project.write(path, text);
      }
    }
  });

  afterAll(() => project?.remove());

  it('installs every package that its files import', () => {
    const imported = blocks.flatMap(({ text }) => [...text.matchAll(/from '(?!node:|\.)((?:@[\w-]+\/)?[\w-]+)/g)]);

    const names = new Set(imported.map(([, name]) => name));

    // Fanout itself is installed from its packed file.
    expect([...names].filter((name) => !new RegExp(`[ /]${name}[ @\\-\\n]`).test(installation))).toEqual([]);
    expect(names.size).toBeGreaterThan(2);
  });

  it('has the types that a strict project wants', async () => {
    await expect(project.shell('npx tsc --noUncheckedIndexedAccess')).resolves.toBe('');
  });

  it('bundles, synthesises, and applies each event once on the embedded cloud', async () => {
    await expect(project.shell(commands)).resolves.toMatch(/pass 1\n/);
  });

  it('tests its stack on a target as docs/targets.md shows', async () => {
    const page = readFileSync(new URL('../../docs/targets.md', import.meta.url), 'utf8');
    const [example] = codeBlocks(page, '## Test your own stack on a target');
    project.write(example?.path ?? '', example?.text ?? '');

    await expect(project.shell(`npx tsc && node --test ${example?.path}`)).resolves.toMatch(/pass 1\n/);
  });

  it('brings only what the entry points need at run time', () => {
    const { dependencies, peerDependencies, optionalDependencies } = project.manifest;

    expect(Object.keys(dependencies).filter((name) => !name.startsWith('@aws-sdk/'))).toEqual([]);
    expect(Object.keys(peerDependencies)).toEqual(['@testcontainers/localstack', 'aws-cdk-lib', 'constructs']);
    expect(Object.keys(optionalDependencies)).toEqual(['fauxqs', '@dynoxide/linux-x64']);
  });
});
