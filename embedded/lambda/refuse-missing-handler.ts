import { readFile } from 'node:fs/promises';
import { EmbeddedCloudError } from '../embedded-cloud-error.ts';
import { lacksExport } from './lacks-export.ts';
import { runtimeError } from './worker/error-report.ts';
import { findHandlerFile } from './worker/handler-file.ts';

/**
 * Refuses a function whose handler is not in its code. AWS deploys it, and then every message fails until its receives are
 * used up.
 *
 * @throws {EmbeddedCloudError} HANDLER_NOT_FOUND.
 */
export async function refuseMissingHandler(handler: string, codePath: string): Promise<void> {
  try {
    const { path, exportPath } = findHandlerFile(codePath, handler);
    const [name = ''] = exportPath.split('.');
    if (lacksExport(await readFile(path, 'utf8'), name)) {
      throw runtimeError('Runtime.HandlerNotFound', `${path} does not export "${name}"`);
    }
  } catch (error) {
    const { name, message } = error as Error;
    throw new EmbeddedCloudError(
      'HANDLER_NOT_FOUND',
      `handler "${handler}" is not in the function's code: ${message.replace(/^Error: /, '')} (on AWS it fails at every invocation, with ${name})`,
      { cause: error },
    );
  }
}
