import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runtimeError } from './error-report.ts';

/** Lambda's order. */
const EXTENSIONS = ['.js', '.mjs', '.cjs'];

/** Where a handler is: its module, and what is exported there. */
export interface HandlerFile {
  readonly path: string;
  /** Names of the export and of what is in it, with dots in between. */
  readonly exportPath: string;
}

/**
 * Finds the module that `handlerName` (`<file>.<export>`) names below `taskRoot`. Nothing is loaded.
 *
 * @throws Lambda's own errors when the name is malformed or the module is missing.
 */
export function findHandlerFile(taskRoot: string, handlerName: string): HandlerFile {
  const parts = /^(?<file>.*?[^/.]+)\.(?<path>[^/]+)$/.exec(handlerName)?.groups;
  const file = parts?.['file'];
  const exportPath = parts?.['path'];
  if (file === undefined || exportPath === undefined || handlerName.includes('..')) {
    throw runtimeError(
      'Runtime.MalformedHandlerName',
      `'${handlerName}' is not a valid handler name. Use <file>.<export>.`,
    );
  }
  const path = EXTENSIONS.map((extension) => join(taskRoot, file + extension)).find(existsSync);
  if (path === undefined) {
    throw runtimeError('Runtime.ImportModuleError', `Error: Cannot find module '${file}' in ${taskRoot}`);
  }
  return { path, exportPath };
}
