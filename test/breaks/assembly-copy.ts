import { createHash } from 'node:crypto';
import { cpSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, unknown>;
}

interface Assets {
  readonly files: Readonly<Record<string, { readonly source: { readonly path: string } }>>;
}

/** A copy of a cloud assembly that may be changed. Its stack keeps its name. */
export class AssemblyCopy implements Disposable {
  readonly path: string;
  readonly #stack: string;

  constructor(original: string, path: string, stack: string) {
    cpSync(original, path, { recursive: true });
    this.path = path;
    this.#stack = stack;
    // A bucket that has the template of another copy does not take this one under the same name.
    this.#rename(this.#templateHash());
  }

  /**
   * Changes the properties of resources in place.
   *
   * @param logicalId - how the logical id of each begins
   * @throws Error when the template has no such resource: a break of nothing would prove nothing.
   */
  changeResources(type: string, logicalId: string, change: (properties: Record<string, unknown>) => void): void {
    const file = this.#file('template');
    const template = JSON.parse(readFileSync(file, 'utf8')) as { Resources: Record<string, Resource> };
    const found = Object.entries(template.Resources).filter(
      ([id, resource]) => resource.Type === type && id.startsWith(logicalId),
    );
    if (found.length === 0) throw new Error(`the template has no ${type} whose logical id begins with ${logicalId}`);
    for (const [, { Properties }] of found) change(Properties);
    writeFileSync(file, JSON.stringify(template));
  }

  /** Puts code in the place of a function's `index.mjs`, which goes on as `original.mjs`. */
  wrapFunction(logicalId: string, code: string): void {
    const hash = this.#assetOf(logicalId);
    const broken = this.#rename(hash);
    const folder = join(this.path, `asset.${broken}`);
    renameSync(join(this.path, `asset.${hash}`), folder);
    renameSync(join(folder, 'index.mjs'), join(folder, 'original.mjs'));
    writeFileSync(join(folder, 'index.mjs'), code);
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true });
  }

  #assetOf(logicalId: string): string {
    let hash = '';
    this.changeResources('AWS::Lambda::Function', logicalId, ({ Code }) => {
      hash = (Code as { S3Key: string }).S3Key.replace(/\.zip$/, '');
    });
    return hash;
  }

  #templateHash(): string {
    const { files } = JSON.parse(readFileSync(this.#file('assets'), 'utf8')) as Assets;
    const entry = Object.entries(files).find(([, { source }]) => source.path === `${this.#stack}.template.json`);
    if (entry === undefined) throw new Error(`the assembly has no template of ${this.#stack} among its assets`);
    return entry[0];
  }

  /** Gives an asset another hash wherever it is named, and answers it. */
  #rename(hash: string): string {
    const renamed = createHash('sha256').update(hash).update(this.path).digest('hex');
    for (const file of [this.#file('template'), this.#file('assets'), join(this.path, 'manifest.json')]) {
      writeFileSync(file, readFileSync(file, 'utf8').replaceAll(hash, renamed));
    }
    return renamed;
  }

  #file(kind: 'template' | 'assets'): string {
    return join(this.path, `${this.#stack}.${kind}.json`);
  }
}
