import { join } from 'node:path';
import { ACCOUNT_ID, PARTITION, REGION } from '../account.ts';
import type { JsonObject } from '../json.ts';
import { readAssemblyFile } from './read-assembly-file.ts';

/** A file or folder that `cdk deploy` would upload, and where a template expects to find it. */
export interface FileAsset {
  readonly bucket: string;
  readonly key: string;
  /** Absolute path of the folder (`zip`) or file (`file`) in the assembly. */
  readonly path: string;
  /** `zip`: a folder that would be zipped; `file`: uploaded as it is. */
  readonly packaging: 'zip' | 'file';
}

interface AssetManifest {
  readonly files?: Readonly<
    Record<
      string,
      {
        readonly source: { readonly path?: string; readonly packaging?: 'zip' | 'file'; readonly executable?: unknown };
        readonly destinations: Readonly<Record<string, JsonObject>>;
      }
    >
  >;
}

/**
 * Reads an asset manifest (`*.assets.json`). Assets that a command would have to build first are left out, so that the
 * resource that needs one says so.
 *
 * @throws {EmbeddedCloudError} ASSEMBLY_INVALID when the manifest cannot be read.
 */
export async function readFileAssets(folder: string, manifestFile: string): Promise<FileAsset[]> {
  const manifest = await readAssemblyFile<AssetManifest>(manifestFile, folder);
  return Object.values(manifest.files ?? {}).flatMap(({ source, destinations }) => {
    const { path } = source;
    if (path === undefined) return [];
    return Object.values(destinations).map((destination) => ({
      bucket: withoutPlaceholders(String(destination['bucketName'])),
      key: withoutPlaceholders(String(destination['objectKey'])),
      path: join(folder, path),
      packaging: source.packaging ?? 'file',
    }));
  });
}

/** Asset manifests name the target environment by placeholders of their own syntax. */
function withoutPlaceholders(text: string): string {
  const environment: Record<string, string> = { AccountId: ACCOUNT_ID, Region: REGION, Partition: PARTITION };
  return text.replace(/\$\{AWS::(\w+)\}/g, (all, name: string) => environment[name] ?? all);
}
