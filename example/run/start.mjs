// What `npm start` runs. Plain JavaScript: a Node that is too old to read TypeScript gets this far, and can say so.
const OLDEST_MAJOR = 24;
const { node } = process.versions;

if (Number.parseInt(node, 10) >= OLDEST_MAJOR) {
  await import('./main.ts');
} else {
  const advice = 'On Linux npm ci installs one and npm start uses it; elsewhere install it yourself.';
  process.stderr.write(`Node ${OLDEST_MAJOR} or newer is needed, this is ${node}. ${advice}\n`);
  process.exitCode = 2;
}
