import { removeContainer } from './container-runtime.ts';

// Entry file of a process that waits until its standard input closes, which happens however its parent ends, and then
// removes a container.
const [, , id = '', graceSeconds = ''] = process.argv;

process.stdin.resume().on('close', () => void removeContainer(id, Number(graceSeconds)));
