import { createRequire } from 'node:module';
import { EmbeddedCloudError } from '../embedded-cloud-error.ts';

/**
 * Path of the dynoxide executable for a platform.
 *
 * @throws {EmbeddedCloudError} ENGINE_UNAVAILABLE, saying which package to install.
 */
export function dynoxideBinary(
  platform: string = process.platform,
  arch: string = process.arch,
  find: (id: string) => string = createRequire(import.meta.url).resolve,
): string {
  const name = `@dynoxide/${platform}-${arch}`;
  const file = platform === 'win32' ? 'dynoxide.exe' : 'dynoxide';
  try {
    return find(`${name}/${file}`);
  } catch (cause) {
    throw new EmbeddedCloudError(
      'ENGINE_UNAVAILABLE',
      `DynamoDB needs the dynoxide binary for ${platform}-${arch}, which is not installed: run \`npm install ${name}\`. ` +
        'Where there is no such package, use Linux on x64, for example in a container.',
      { cause },
    );
  }
}
