import { pathToFileURL } from 'node:url';
import { runtimeError } from './error-report.ts';
import { findHandlerFile } from './handler-file.ts';

/** A handler of either style: it returns, returns a promise, or calls back. */
export type Handler = (event: unknown, context: object, callback: HandlerCallback) => unknown;

/** What a callback-style handler calls, once. */
export type HandlerCallback = (error: unknown, result?: unknown) => void;

/**
 * Imports the module that `handlerName` (`<file>.<export>`) names below `taskRoot` and returns its handler.
 *
 * Rejects with Lambda's own error types when the name is malformed or the module or export is missing; an error that the
 * module throws while loading is passed on.
 */
export async function loadHandler(taskRoot: string, handlerName: string): Promise<Handler> {
  const { path, exportPath } = findHandlerFile(taskRoot, handlerName);
  const module = await importModule(path);
  const handler = exportAt(module, exportPath) ?? exportAt(module['default'], exportPath);
  if (handler === undefined) {
    throw runtimeError('Runtime.HandlerNotFound', `${handlerName} is undefined or not exported`);
  }
  if (typeof handler !== 'function') throw runtimeError('Runtime.HandlerNotFound', `${handlerName} is not a function`);
  return handler as Handler;
}

async function importModule(path: string): Promise<Record<string, unknown>> {
  try {
    return await import(pathToFileURL(path).href);
  } catch (error) {
    if (error instanceof SyntaxError) throw runtimeError('Runtime.UserCodeSyntaxError', String(error));
    if (error instanceof Error && /MODULE_NOT_FOUND$/.test(String((error as NodeJS.ErrnoException).code))) {
      throw runtimeError('Runtime.ImportModuleError', String(error));
    }
    throw error;
  }
}

function exportAt(module: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
      module,
    );
}
