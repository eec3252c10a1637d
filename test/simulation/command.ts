/** What the command cannot make sense of. Its message says what there is. */
export class UsageError extends Error {}

/** A check that the command makes did not hold. */
export const FAILED = 1;
const REFUSED = 2;
/** What shells take for a command that Ctrl-C has ended. */
export const INTERRUPTED = 130;
/** What shells take for a command whose reader has gone, as `| head` has. */
const UNREAD = 141;

/** Runs a command with its arguments: it answers the exit code, and is refused in a line when it throws a {@link UsageError}. */
export async function runCommand(main: (args: readonly string[]) => Promise<number>): Promise<void> {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') {
      throw error;
    }
    process.exit(UNREAD);
  });
  try {
    process.exitCode = await main(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof UsageError)) {
      throw error;
    }
    console.error(error.message);
    process.exitCode = REFUSED;
  }
}
