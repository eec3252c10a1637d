import type { StructuredLogLine } from 'fanout/testing';

/** A line worth telling a person about, in words; nothing for those that only count. */
export function noteOf(id: string, line: StructuredLogLine): string | undefined {
  switch (line.type) {
    case 'fanout.message':
      return line.outcome === 'dead-lettered'
        ? `${line.consumer} gave up on ${line.eventType ?? 'a message'} after ${line.attempt} attempts: ${line.error}`
        : undefined;
    case 'fanout.relay':
      return line.failed > 0 ? `${line.component} could not publish ${line.failed} entries yet` : undefined;
    case 'platform.report':
      if (line.status === 'success') {
        return undefined;
      }
      return line.status === 'timeout'
        ? `${id} ran into its time-out and was ended`
        : `${id} failed: ${line.errorType ?? 'no error type'}`;
    default:
      return undefined;
  }
}
