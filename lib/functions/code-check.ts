import { existsSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { Token } from 'aws-cdk-lib';
import { AssetCode, Code } from 'aws-cdk-lib/aws-lambda';
import { type PropsCheck, shown } from '../props/props-check.ts';
import { DEFAULT_HANDLER } from './handler-props.ts';

/** What Lambda tries behind the name of a module, in this order. */
const EXTENSIONS = ['', '.js', '.mjs', '.cjs'] as const;

/**
 * Checks that there is code for a function, and in a local folder the file that `handler` names. Code elsewhere, zip files,
 * folders that aws-cdk has yet to bundle, and handlers of a layer (`/opt/…`) are left alone.
 */
export function checkCode(check: PropsCheck, code: Code, handler = DEFAULT_HANDLER): void {
  if (!(code instanceof Code)) {
    check.add('CodeMissing', `code must be a Code, got ${shown(code)}; write Code.fromAsset('bundles/…')`);
    return;
  }
  if (!(code instanceof AssetCode) || Token.isUnresolved(code.path)) {
    return;
  }
  if (!existsSync(code.path)) {
    check.add(
      'CodeNotFound',
      `code must be a folder or zip file that is there, got ${resolve(code.path)}; bundle the handler first, or correct the path`,
    );
  } else if (isPlainFolder(code) && !Token.isUnresolved(handler) && !isAbsolute(handler)) {
    checkFile(check, code.path, handler);
  }
}

function checkFile(check: PropsCheck, folder: string, handler: string): void {
  // As Lambda's own runtime takes it apart: directories, module, dot, exported name.
  const [module = ''] = basename(handler).split('.');
  const files = EXTENSIONS.map((extension) => join(dirname(handler), `${module}${extension}`));
  if (!files.some((file) => isFile(join(folder, file)))) {
    check.add(
      'HandlerFileMissing',
      `handler must be of a file in code, got ${shown(handler)}, and none of ${files.slice(1).join(', ')} in ${resolve(folder)}; bundle it there, or correct handler`,
    );
  }
}

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;

/** Not one that is only the source of what aws-cdk bundles. aws-cdk keeps the options to itself, so their absence says nothing. */
function isPlainFolder(code: AssetCode): boolean {
  const { options } = code as unknown as { readonly options?: { readonly bundling?: unknown } };
  return statSync(code.path).isDirectory() && options !== undefined && options.bundling === undefined;
}
