import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { DeployEnd, FakeCdk } from './fake-cdk.ts';

/** How things end in a fake project. */
export interface FakeEnds {
  readonly deploy?: DeployEnd;
  /** Exit code of the only test of a suite. */
  readonly suite?: 0 | 1;
}

/** A folder with an `aws-cdk` whose command writes down how it was called, and creates and deletes stacks of a fake AWS, and with a `vitest` in `bin`. */
export class FakeProject implements Disposable {
  readonly path = mkdtempSync(join(tmpdir(), 'fanout-project-'));
  readonly #calls = join(this.path, 'calls.ndjson');

  constructor({ deploy: deployEnd = 'succeeds', suite = 0 }: FakeEnds = {}) {
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
    mkdirSync(join(this.path, 'bin'));
    writeFileSync(join(this.path, 'bin', 'vitest'), vitest(suite), { mode: 0o755 });
  }

  /** `PATH` with its `vitest` before all others. */
  get searchPath(): string {
    return `${join(this.path, 'bin')}${delimiter}${process.env['PATH']}`;
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

/** Source of a vitest that reports one test, to the file that it is told. */
function vitest(code: 0 | 1): string {
  const test = { ancestorTitles: [], title: 'the only case', status: code === 0 ? 'passed' : 'failed', duration: 1 };
  const report = { numFailedTests: code, testResults: [{ assertionResults: [test] }] };
  return `#!${process.execPath}
    const file = process.argv.find((argument) => argument.startsWith('--outputFile.json=')).split('=')[1];
    require('node:fs').writeFileSync(file, ${JSON.stringify(JSON.stringify(report))});
    process.exitCode = ${code};`;
}
