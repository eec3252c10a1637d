const OLDEST_MAJOR = 24;

/** What is wrong with a Node version, in one line; nothing when it is new enough. */
export function nodeProblem(version: string): string | undefined {
  const major = Number.parseInt(version, 10);
  return major >= OLDEST_MAJOR
    ? undefined
    : `Node ${OLDEST_MAJOR} or newer is needed, this is ${version}. On Linux npm ci installs one and npm start uses it.`;
}
