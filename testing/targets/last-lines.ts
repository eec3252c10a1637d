/** Where an error was thrown, and what it is made of: Node.js prints both below its message. */
const INSPECTED = /(?:\n {4}at .*)+(?:\n {2}.*)*(?:\n\})?/g;

/** The end of what a program printed, on one line. What was said before is not repeated. */
export const lastLines = (output: string): string =>
  output
    .replaceAll(INSPECTED, '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line, index, lines) => !lines.slice(0, index).some((before) => before.includes(line)))
    .filter((line) => line !== '')
    .slice(-3)
    .join(' | ');
