/**
 * Turns ways to kill the whole process into the end of this worker alone.
 *
 * In Lambda the handler owns its process; here that process runs the whole embedded cloud. `killed` must not return.
 */
export function guardProcess(killed: (signal: string) => never): void {
  const kill = process.kill.bind(process);
  process.kill = (pid, signal = 'SIGTERM') => {
    const isOwn = pid === process.pid || pid === -process.pid || pid === 0;
    return isOwn && signal !== 0 ? killed(String(signal)) : kill(pid, signal);
  };
  process.abort = () => killed('SIGABRT');
}
