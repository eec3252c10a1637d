/**
 * Sends what the code writes to `process.stdout` and `process.stderr`, and so what it logs, to `send`.
 *
 * A worker's own streams post in the background and lose lines when the worker is ended; these post at once, so that a
 * blocked or exiting handler's last words are kept. The streams themselves must stay: Node.js talks to them.
 */
export function captureOutput(send: (stream: 'stdout' | 'stderr', text: string) => void): void {
  for (const name of ['stdout', 'stderr'] as const) {
    process[name]._write = (chunk: Buffer | string, _encoding, done) => {
      send(name, chunk.toString());
      done();
    };
    // Without it the stream would gather writes instead of passing on each.
    Object.assign(process[name], { _writev: null });
  }
}
