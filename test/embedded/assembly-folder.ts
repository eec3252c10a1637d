import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface Artifact {
  readonly type: string;
  readonly properties: object;
  readonly dependencies?: readonly string[];
  readonly environment?: string;
}

/** A cloud assembly written by a test, as `cdk synth` would. Remove it when done. */
export class AssemblyFolder implements Disposable {
  readonly path = mkdtempSync(join(tmpdir(), 'assembly-'));
  readonly #artifacts: Record<string, Artifact> = {};
  readonly #files: Record<string, object> = {};

  /** Adds a stack, with the names of those it depends on and where it is to go, `aws://account/region`. */
  stack(name: string, template: object, dependencies: readonly string[] = [], environment?: string): this {
    writeFileSync(join(this.path, `${name}.template.json`), JSON.stringify(template));
    this.#artifacts[name] = {
      type: 'aws:cloudformation:stack',
      properties: { templateFile: `${name}.template.json` },
      dependencies,
      ...(environment !== undefined && { environment }),
    };
    return this.#write();
  }

  /** Adds a folder with an `index.mjs` as a file asset; answers the `Code` property that names it. */
  code(id: string, source: string): object {
    mkdirSync(join(this.path, `asset.${id}`));
    writeFileSync(join(this.path, `asset.${id}`, 'index.mjs'), source);
    return this.asset(id, `asset.${id}`, 'zip');
  }

  /** Adds a file asset that is in the folder already; answers the `Code` property that names it. */
  asset(id: string, path: string, packaging: 'zip' | 'file'): object {
    const bucketName = 'assets-$' + '{AWS::AccountId}-$' + '{AWS::Region}';
    this.#files[id] = {
      source: { path, packaging },
      destinations: { current: { bucketName, objectKey: `${id}.zip` } },
    };
    this.#artifacts['assets'] = { type: 'cdk:asset-manifest', properties: { file: 'assets.json' } };
    writeFileSync(join(this.path, 'assets.json'), JSON.stringify({ version: '1', files: this.#files }));
    this.#write();
    return { S3Bucket: { 'Fn::Sub': bucketName }, S3Key: `${id}.zip` };
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true });
  }

  #write(): this {
    writeFileSync(join(this.path, 'manifest.json'), JSON.stringify({ version: '1', artifacts: this.#artifacts }));
    return this;
  }
}

/** A Node.js function of a template. */
export function nodeFunction(code: object, properties: object = {}): object {
  return {
    Type: 'AWS::Lambda::Function',
    Properties: { Code: code, Handler: 'index.handler', Runtime: 'nodejs24.x', ...properties },
  };
}

/** A table of a template, with `pk` as its only key. */
export function table(properties: object = {}): object {
  return {
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
      ...properties,
    },
  };
}
