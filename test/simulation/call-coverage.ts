import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { CallFault } from '../../testing/simulator/fault-plan.ts';
import type { CrashCoverage } from '../../testing/simulator/simulated-process.ts';

/** How often a call was made, and how often a process ended before and after it was carried out. */
export interface CallCount {
  called: number;
  before: number;
  after: number;
}

const root = fileURLToPath(new URL('../../', import.meta.url));
const RUNTIME_FRAME = /(lambdas\/runtime\/[\w/.-]+\.ts):(\d+)/;
/** What the runtime calls its ports. */
const PORT_CALL = /\b(?:inbox|transactions|queue|deadLetterQueue|publisher|quarantine|store)\s*\.(\w+)\(/g;
/** Ports that answer at once and never fail. */
const PORTS_WITHOUT_CALLS = ['clock.ts', 'random-source.ts'];
/** Calls that the runtime makes; handlers and operators make others, from nowhere in it. */
const RUNTIME_PORT = /^(?:inbox|transactions|queue|deadLetterQueue|publisher|outbox|quarantine)\./;

/**
 * Counts crashes by the place in the runtime that makes the call. To find the place costs more than the call: a place
 * where no process ends is seen only when `seesEveryCall`.
 */
export class CallCoverage implements CrashCoverage {
  readonly counts = new Map<string, CallCount>();
  readonly #seesEveryCall: boolean;

  constructor(seesEveryCall: boolean) {
    this.#seesEveryCall = seesEveryCall;
  }

  called(call: string): void {
    if (this.#seesEveryCall) {
      this.#countOf(call).called += 1;
    }
  }

  struck(call: string, fault: CallFault): void {
    if (fault === 'crash-before') {
      this.#countOf(call).before += 1;
    } else if (fault === 'crash-after') {
      this.#countOf(call).after += 1;
    }
  }

  /** Adds what another one has counted. */
  add(counts: ReadonlyMap<string, CallCount>): void {
    for (const [key, { called, before, after }] of counts) {
      const sum = this.counts.get(key) ?? { called: 0, before: 0, after: 0 };
      this.counts.set(key, { called: sum.called + called, before: sum.before + before, after: sum.after + after });
    }
  }

  /** Calls of the runtime's sources that were never made. */
  neverMade(): readonly string[] {
    const made = new Set([...this.counts.keys()].map((key) => key.split(' ')[0]));
    return callSites().flatMap(({ site }) => (made.has(site) ? [] : [site]));
  }

  /** Calls that no process ended before, or after. */
  neverCrashed(): readonly string[] {
    return [...this.counts].filter(([, { before, after }]) => before === 0 || after === 0).map(([key]) => key);
  }

  #countOf(call: string): CallCount {
    const key = RUNTIME_PORT.test(call) ? `${callSite()} ${call}` : call;
    const count = this.counts.get(key) ?? { called: 0, before: 0, after: 0 };
    this.counts.set(key, count);
    return count;
  }
}

/** The place in the runtime that calls now. */
function callSite(): string {
  const holder: { stack?: string } = {};
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 12;
  Error.captureStackTrace(holder);
  Error.stackTraceLimit = limit;
  const [, file, line] = RUNTIME_FRAME.exec(holder.stack ?? '') ?? [];
  return file === undefined ? 'elsewhere' : `${file}:${line}`;
}

/** Methods of the ports whose calls may fail, each with the file that declares it. */
export function portMethods(): ReadonlyMap<string, string> {
  const files = globSync('lambdas/runtime/ports/*.ts', { cwd: root });
  return new Map(
    files
      .filter((file) => !PORTS_WITHOUT_CALLS.some((name) => file.endsWith(name)))
      .flatMap((file) =>
        [...readFileSync(`${root}${file}`, 'utf8').matchAll(/^ {2}(\w+)\(/gm)].map(([, method = '']) => [method, file]),
      ),
  );
}

/** Every `file:line` of the runtime at which a port is called, with the method. */
export function callSites(): readonly { readonly site: string; readonly method: string }[] {
  const methods = portMethods();
  return globSync('lambdas/runtime/**/*.ts', { cwd: root }).flatMap((file) =>
    readFileSync(`${root}${file}`, 'utf8')
      .split('\n')
      .flatMap((text, index) =>
        text.trim().startsWith('*')
          ? []
          : [...text.matchAll(PORT_CALL)]
              .filter(([, method = '']) => methods.has(method))
              .map(([, method = '']) => ({ site: `${file}:${index + 1}`, method })),
      ),
  );
}
