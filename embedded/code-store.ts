import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileAsset } from './assembly/file-asset.ts';
import { unzip } from './assembly/unzip.ts';
import { isJsonObject, type Json } from './json.ts';
import { makePrivateFolder } from './private-folder.ts';
import { templateError } from './template/resolution-scope.ts';

/** Finds the code that a template's `Code` property names; unpacks what is packed into a private folder. */
export class CodeStore {
  readonly #assets: readonly FileAsset[];
  #folder: Promise<string> | undefined;

  constructor(assets: readonly FileAsset[]) {
    this.#assets = assets;
  }

  /**
   * A folder with the code: the asset's own where it is a folder, so that nothing is copied.
   *
   * @throws {EmbeddedCloudError} TEMPLATE_INVALID when the code is an image or in no asset of the assembly.
   */
  async folderOf(code: Json | undefined): Promise<string> {
    const { S3Bucket, S3Key, ZipFile } = isJsonObject(code) ? code : {};
    if (typeof ZipFile === 'string') return this.#inline(ZipFile);
    const asset = this.#assets.find(({ bucket, key }) => bucket === S3Bucket && key === S3Key);
    if (!asset) {
      throw templateError(
        S3Key === undefined
          ? 'Code must name an asset of the assembly or be inline: container images cannot run here'
          : `Code is in s3://${S3Bucket}/${S3Key}, which is no file asset of the assembly`,
      );
    }
    if (asset.packaging === 'zip') return asset.path;
    const target = await this.#newFolder();
    await unzip(asset.path, target);
    return target;
  }

  /** Removes what was unpacked. Idempotent. */
  async remove(): Promise<void> {
    if (this.#folder) await rm(await this.#folder, { recursive: true, force: true });
  }

  async #inline(source: string): Promise<string> {
    const target = await this.#newFolder();
    await writeFile(join(target, 'index.js'), source);
    return target;
  }

  async #newFolder(): Promise<string> {
    this.#folder ??= makePrivateFolder();
    return mkdtemp(join(await this.#folder, 'code-'));
  }
}
