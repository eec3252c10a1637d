/** Exit code of a program that Ctrl-C ended, by convention. */
export const INTERRUPTED = 130;

/** Aborts at Ctrl-C, or when the process is asked to end. Until then, nothing of what runs notices a signal. */
export function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (!controller.signal.aborted) {
        process.stderr.write(`\n${signal}: removing what was started\n`);
        controller.abort(new Error(`interrupted by ${signal}`));
      }
    });
  }
  return controller.signal;
}
