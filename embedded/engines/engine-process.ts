import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { makePrivateFolder } from '../private-folder.ts';

/** A database engine in a child process. */
export interface EngineProcess {
  readonly port: number;
  /** Ends the process and removes its files. Idempotent. */
  stop(): Promise<void>;
}

/** What to run, and how to know that it answers. */
export interface EngineCommand {
  readonly program: string;
  readonly args: readonly string[];
  /** Part of what it writes when it answers, or is about to. */
  readonly readyText: string;
  /**
   * Waits until the program answers at its port; `signal` aborts when it has ended.
   *
   * @default - it answers when it has written `readyText`
   */
  readonly answers?: (signal: AbortSignal) => Promise<void>;
}

/**
 * Runs the engine until standard input closes, which it does however this process ends, SIGKILL included; then removes
 * its files. Standard error is given to the engine alone, so that its end is the engine's end.
 */
const KEEPER = [
  'folder="$1"; shift',
  '"$@" >&2 &',
  'engine=$!',
  'exec 2>/dev/null',
  'read -r _',
  'kill -9 $engine; wait $engine',
  'rm -rf -- "$folder"',
].join('\n');

/** Starts a database engine with a private folder, which goes with it. Answers what it wrote when it does not start. */
export async function startEngineProcess(
  port: number,
  commandIn: (folder: string) => EngineCommand,
): Promise<EngineProcess | { readonly complaint: string }> {
  const folder = await makePrivateFolder();
  const command = commandIn(folder);
  const keeper = spawn(
    '/bin/sh',
    ['-c', KEEPER, 'engine-keeper', folder, command.program, ...command.args],
    // A process group of its own: Ctrl+C in the terminal must not end the engine before the cloud has stopped.
    { stdio: ['pipe', 'ignore', 'pipe'], detached: true },
  );
  // It may be gone when we tell it to end.
  keeper.stdin?.on('error', () => {});
  const complaint = await listening(keeper, command);
  if (complaint === undefined) return { port, stop: () => end(keeper) };
  await end(keeper);
  return { complaint: complaint.trim() };
}

/** Waits until the engine answers; else answers what it wrote before it ended. */
function listening(
  keeper: ChildProcess,
  { readyText, answers = async () => {} }: EngineCommand,
): Promise<string | undefined> {
  const ended = new AbortController();
  return new Promise((resolve) => {
    let output = '';
    let said = false;
    keeper.on('error', (error) => resolve(error.message));
    keeper.stderr?.on('data', (chunk: Buffer) => {
      output += chunk;
      if (said || !output.includes(readyText)) return;
      said = true;
      answers(ended.signal).then(
        () => resolve(undefined),
        () => {},
      );
    });
    keeper.stderr?.on('end', () => {
      ended.abort();
      resolve(output || 'it ended without a word');
    });
  });
}

async function end(keeper: ChildProcess): Promise<void> {
  const neverStarted = keeper.pid === undefined;
  if (neverStarted || keeper.exitCode !== null || keeper.signalCode !== null) return;
  const exit = once(keeper, 'exit');
  keeper.stdin?.end();
  await exit;
}
