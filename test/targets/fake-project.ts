import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DeployEnd, FakeCdk } from './fake-cdk.ts';

/** A folder with an `aws-cdk` whose command writes down how it was called, and creates and deletes stacks of a fake AWS. */
export class FakeProject implements Disposable {
  readonly path = mkdtempSync(join(tmpdir(), 'fanout-project-'));
  readonly #calls = join(this.path, 'calls.ndjson');

  constructor(deployEnd: DeployEnd = 'succeeds') {
    const cdk = join(this.path, 'node_modules', 'aws-cdk');
    const told: FakeCdk = { calls: this.#calls, deployEnd };
    mkdirSync(join(cdk, 'bin'), { recursive: true });
    writeFileSync(join(this.path, 'package.json'), '{}');
    writeFileSync(join(cdk, 'package.json'), '{}');
    writeFileSync(
      join(cdk, 'bin', 'cdk'),
      `process.env.FAKE_CDK = ${JSON.stringify(JSON.stringify(told))};
       import(${JSON.stringify(new URL('fake-cdk.ts', import.meta.url))});`,
    );
    writeFileSync(this.#calls, '');
  }

  /** Arguments of each call of the command, in order. */
  get commands(): readonly (readonly string[])[] {
    return readFileSync(this.#calls, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line));
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
