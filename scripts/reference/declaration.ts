import type { ClassDeclaration, InterfaceDeclaration, Node } from 'typescript/unstable/ast';
import {
  isClassDeclaration,
  isFunctionDeclaration,
  isInterfaceDeclaration,
  isTypeAliasDeclaration,
  isVariableDeclaration,
} from 'typescript/unstable/ast/is';
import type { ApiName } from './api-name.ts';

export const hasMembers = (node: Node): node is ClassDeclaration | InterfaceDeclaration =>
  isClassDeclaration(node) || isInterfaceDeclaration(node);

/** Whether it is `private` in TypeScript's sense, or the mark that declarations leave of JavaScript's own. */
export const isPrivate = (node: Node): boolean => /^(private\b|#)/.test(node.getText());

/** The doc comment of a declaration as it is written; that of a variable stands before the whole statement. */
export function docCommentOf(node: Node): string {
  const { jsDoc = [] } = isVariableDeclaration(node) ? node.parent.parent : node;
  return jsDoc.at(-1)?.getText() ?? '';
}

const kinds: readonly (readonly [ApiName['kind'], (node: Node) => boolean])[] = [
  ['class', isClassDeclaration],
  ['interface', isInterfaceDeclaration],
  ['function', isFunctionDeclaration],
  ['type', isTypeAliasDeclaration],
  ['constant', isVariableDeclaration],
];

/** @throws Error when the reference does not know its kind. */
export function kindOf(node: Node | undefined, name: string): ApiName['kind'] {
  const kind = node && kinds.find(([, isOfKind]) => isOfKind(node));
  if (kind === undefined) {
    throw new Error(`${name} must be a class, interface, function, type or constant, got ${node?.getText()}`);
  }
  return kind[0];
}

/** The declaration without `export`; of classes and interfaces without their members, too. */
export function signatureOf(node: Node): string {
  if (isVariableDeclaration(node)) {
    return `const ${node.getText()};`;
  }
  const text = node.getText();
  const head = hasMembers(node) ? text.slice(0, node.members.pos - node.getStart()).replace(/\s*\{$/, '') : text;
  return head.replace(/^(export |declare )+/, '');
}
