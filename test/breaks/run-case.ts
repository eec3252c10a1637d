import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const repository = fileURLToPath(new URL('../../', import.meta.url));

/** A case of the acceptance suite. */
export interface AcceptanceCase {
  readonly file: string;
  /** As vitest prints it after the name of its describe block. */
  readonly title: string;
}

/** Which case to run, and on what. */
export interface CaseRun extends AcceptanceCase {
  /** Folder of the cloud assembly to deploy. */
  readonly assembly: string;
  /** Where the report may be written. */
  readonly reportFile: string;
}

/** How a case ended. */
export interface CaseResult {
  readonly status: 'passed' | 'failed';
  /** What it failed with; empty when it passed. */
  readonly failure: string;
}

interface Report {
  readonly testResults: readonly {
    readonly assertionResults: readonly {
      readonly title: string;
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

/**
 * Runs one case of the acceptance suite in a process of its own, against a deployment of its own.
 *
 * @throws Error with what the process printed when the case did not run at all, a failed deployment among that.
 */
export async function runCase({ file, title, assembly, reportFile }: CaseRun): Promise<CaseResult> {
  const args = ['run', '--project', 'acceptance', `test/acceptance/${file}`, '--testNamePattern', `${escaped(title)}$`];
  // Long enough for the case itself to say what it waited for in vain.
  const patience = ['--testTimeout', '300000'];
  const output = await run([...args, ...patience, '--reporter=json', `--outputFile.json=${reportFile}`], {
    ...withoutVitest(process.env),
    FANOUT_ASSEMBLY: assembly,
  });
  const { status, failureMessages = [] } = resultIn(reportFile, title) ?? {};
  if (status === 'passed' || status === 'failed') return { status, failure: failureMessages.join('\n') };
  throw new Error(`the case "${title}" of ${file} did not run:\n${output}`);
}

function resultIn(reportFile: string, title: string) {
  try {
    const { testResults } = JSON.parse(readFileSync(reportFile, 'utf8')) as Report;
    return testResults.flatMap(({ assertionResults }) => assertionResults).find((one) => one.title === title);
  } catch {
    return undefined;
  }
}

/** What the process printed. Its exit code says nothing that the report does not. */
async function run(args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  const child = spawn(process.execPath, ['node_modules/vitest/vitest.mjs', ...args], {
    cwd: repository,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(String(chunk)));
  await new Promise((settle, reject) => {
    child.on('error', reject);
    child.on('close', settle);
  });
  return chunks.join('');
}

/** A vitest that finds the variables of another takes itself for a worker. */
const withoutVitest = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(environment).filter(([name]) => !/^(VITEST|TEST$|NODE_ENV$)/.test(name)));

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
