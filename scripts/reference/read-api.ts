import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Node } from 'typescript/unstable/ast';
import { API, type Project, SymbolFlags, type Symbol as TypeScriptSymbol } from 'typescript/unstable/sync';
import type { ApiComment, ApiMember, ApiName } from './api-name.ts';
import { docCommentOf, hasMembers, isPrivate, kindOf, signatureOf } from './declaration.ts';
import { parseDocComment } from './doc-comment.ts';

/**
 * Reads what the declaration files in `folder` export, module by module, each module's names sorted.
 *
 * Asks TypeScript's own checker, so that re-exports, inheritance and overloads are what a user's editor shows. Packages
 * are not resolved: what is inherited from them is documented by them.
 *
 * @param modules - paths of declaration files, relative to `folder`.
 * @throws Error when an exported name is of a kind that the reference does not know.
 */
export function readApi(folder: string, modules: readonly string[]): ReadonlyMap<string, readonly ApiName[]> {
  const config = join(folder, 'tsconfig.json');
  const compilerOptions = { module: 'NodeNext', target: 'ES2024', allowImportingTsExtensions: true, noEmit: true };
  writeFileSync(config, JSON.stringify({ compilerOptions: { ...compilerOptions, types: [] }, files: modules }));
  const api = new API({ cwd: folder });
  try {
    const project = api.updateSnapshot({ openProjects: [config] }).getProject(config);
    if (project === undefined) {
      throw new Error(`TypeScript did not open ${config}`);
    }
    return new Map(modules.map((module) => [module, new ModuleReader(project, folder, module).names()]));
  } finally {
    api.close();
  }
}

class ModuleReader {
  readonly #project: Project;
  readonly #root: string;
  /** By the name that users import. */
  readonly #exported: ReadonlyMap<string, TypeScriptSymbol>;

  constructor(project: Project, folder: string, module: string) {
    this.#project = project;
    const { checker, program } = project;
    const file = program.getSourceFile(join(folder, module));
    const symbol = file && checker.getSymbolAtLocation(file);
    if (file === undefined || symbol === undefined) {
      throw new Error(`${join(folder, module)} is not a module with exports`);
    }
    this.#root = file.path.slice(0, -module.length);
    this.#exported = new Map(
      checker
        .getExportsOfModule(symbol)
        .map((one) => [one.name, one.flags & SymbolFlags.Alias ? checker.getAliasedSymbol(one) : one]),
    );
  }

  names(): readonly ApiName[] {
    return [...this.#exported]
      .map(([name, symbol]) => this.#name(name, symbol))
      .sort((one, other) => (one.name < other.name ? -1 : 1));
  }

  #name(name: string, symbol: TypeScriptSymbol): ApiName {
    const nodes = this.#declarationsOf(symbol);
    return {
      name,
      kind: kindOf(nodes[0], name),
      signatures: nodes.map(signatureOf),
      comment: this.#comment(symbol),
      members: nodes.some(hasMembers) ? this.#members(symbol) : [],
    };
  }

  #members(symbol: TypeScriptSymbol): readonly ApiMember[] {
    const own = [...symbol.getExports().values(), ...symbol.getMembers().values()];
    const { checker } = this.#project;
    const inherited = checker
      .getPropertiesOfType(checker.getDeclaredTypeOfSymbol(symbol))
      .filter((one) => !own.some(({ escapedName }) => escapedName === one.escapedName) && this.#isOnlyHere(one));
    return [...this.#inOrder(own), ...this.#inOrder(inherited)];
  }

  /** Whether a member is declared by a base of ours that the reference does not show. */
  #isOnlyHere(member: TypeScriptSymbol): boolean {
    const base = member.getParent();
    const shown = [...this.#exported.values()].some(({ id }) => id === base?.id);
    return this.#declarationsOf(member).length > 0 && !shown;
  }

  #inOrder(symbols: readonly TypeScriptSymbol[]): readonly ApiMember[] {
    return symbols
      .map((symbol) => ({ symbol, nodes: this.#declarationsOf(symbol) }))
      .filter(({ nodes: [first] }) => first !== undefined && !isPrivate(first))
      .sort((one, other) => (one.nodes[0]?.pos ?? 0) - (other.nodes[0]?.pos ?? 0))
      .map(({ symbol, nodes }) => ({
        name: symbol.name,
        signatures: nodes.map((node) => node.getText()),
        optional: (symbol.flags & SymbolFlags.Optional) !== 0,
        comment: this.#comment(symbol),
      }));
  }

  /** Those in the folder: TypeScript's own library is not ours to document. Type parameters are no members. */
  #declarationsOf(symbol: TypeScriptSymbol): readonly Node[] {
    if (symbol.flags & SymbolFlags.TypeParameter) {
      return [];
    }
    return symbol.declarations
      .filter(({ path }) => path.startsWith(this.#root))
      .map((handle) => handle.resolve(this.#project))
      .filter((node) => node !== undefined);
  }

  /** Its own, or else that of the interface or base which declares the member too. */
  #comment(symbol: TypeScriptSymbol): ApiComment {
    const own = this.#declarationsOf(symbol)
      .map(docCommentOf)
      .find((source) => source !== '');
    const [inherited] = own === undefined ? this.#overridden(symbol).map((one) => this.#comment(one)) : [];
    return inherited ?? parseDocComment(own ?? '');
  }

  #overridden(member: TypeScriptSymbol): readonly TypeScriptSymbol[] {
    const { checker } = this.#project;
    const owner = member.getParent();
    return (owner === undefined ? [] : this.#declarationsOf(owner))
      .filter(hasMembers)
      .flatMap(({ heritageClauses }) => heritageClauses ?? [])
      .flatMap(({ types }) => [...types])
      .map((type) => checker.getTypeAtLocation(type))
      .map((type) => type && checker.getPropertyOfType(type, member.name))
      .filter((one) => one !== undefined);
  }
}
