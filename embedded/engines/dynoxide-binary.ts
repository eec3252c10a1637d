import { createRequire } from 'node:module';

/** Path of the dynoxide executable for a platform; undefined when no package with one is installed. */
export function dynoxideBinary(
  platform: string = process.platform,
  arch: string = process.arch,
  find: (id: string) => string = createRequire(import.meta.url).resolve,
): string | undefined {
  const file = platform === 'win32' ? 'dynoxide.exe' : 'dynoxide';
  try {
    return find(`@dynoxide/${platform}-${arch}/${file}`);
  } catch {
    return undefined;
  }
}
