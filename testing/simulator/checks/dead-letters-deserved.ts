import type { FailureReport } from '../../../contracts/failure.ts';
import { DEFAULT_MAX_ATTEMPTS } from '../../../contracts/receive-backstop.ts';
import { eventCreatedAt } from '../../../lambdas/runtime/event-id.ts';
import { deadLetterKey } from '../../../lambdas/runtime/inbox-keys.ts';
import type { DeadLetter } from '../effect-log.ts';
import { envelopeOf } from '../envelope-of.ts';
import { MAX_SKEW_MS } from '../simulated-function.ts';
import type { World } from '../world.ts';
import { skewedProcesses } from './skewed-processes.ts';

/** G4 G5: every dead letter says why it is one, and it is true. */
export const deadLettersDeserved = (world: World): readonly string[] =>
  world.log.deadLetters.flatMap((letter) => {
    const problem = problemOf(letter, world);
    const id = envelopeOf(letter.body)?.id;
    return problem === undefined
      ? []
      : [`${problem}: ${id === undefined ? letter.body.slice(0, 40) : world.name(id)} at ${letter.consumer}`];
  });

function problemOf({ at, consumer, body, report: attached }: DeadLetter, world: World): string | undefined {
  const report = attached ?? world.database.tables.deadLetterReports.get(deadLetterKey(consumer, body));
  if (report === undefined) {
    return 'G5 a dead letter does not explain itself';
  }
  const subscriber = world.consumers.find(({ name }) => name === consumer);
  const envelope = envelopeOf(body);
  const id = envelope?.id ?? '';
  const isOurs = world.log.committed.some(({ eventId }) => eventId === id);
  const runs = world.log.runsAtMost(consumer, id, skewedProcesses(world));
  if (!isWhole(report)) {
    return 'G5 a dead letter explains itself in part only';
  }
  switch (report.reason) {
    case 'ENVELOPE_INVALID':
    case 'SCHEMA_INVALID':
    case 'MESSAGE_TOO_LARGE':
      return isOurs ? `G4 a sound event was dead-lettered as ${report.reason}` : undefined;
    case 'EVENT_UNEXPECTED':
      return isOurs && subscriber?.handles(envelope?.type ?? '', report.consumerVersion)
        ? 'G4 an event was dead-lettered as unexpected that the code had a handler for'
        : undefined;
    case 'KEY_REUSED':
      return world.log.reusedIds.some((reused) => reused.consumer === consumer && reused.eventId === id)
        ? undefined
        : 'G4 an event was taken for another with its key';
    case 'EVENT_TOO_OLD': {
      const createdAt = envelope && eventCreatedAt(envelope);
      const isOld = createdAt !== undefined && at - createdAt > (subscriber?.horizonMs ?? 0) - MAX_SKEW_MS;
      return isOld ? undefined : 'G6 an event was taken for too old';
    }
    case 'NON_RETRYABLE':
      return runs === 0 ? 'G4 an event was rejected that was never run' : undefined;
    case 'ATTEMPTS_EXHAUSTED':
    case 'CRASHED': {
      const least = subscriber?.spec.maxAttempts ?? DEFAULT_MAX_ATTEMPTS;
      if (report.attempts < least) {
        return `G4 a message was given up after ${report.attempts} of ${least} attempts`;
      }
      if (runs < report.attempts) {
        return `G4 a dead letter counts ${report.attempts} attempts, and its handler ran ${runs} times`;
      }
      return runs - world.log.failedCommitsOf(consumer, id) < least
        ? 'G4 a database that failed used up the attempts of a sound event'
        : undefined;
    }
  }
}

const isWhole = (report: FailureReport): boolean =>
  report.error !== '' &&
  report.consumerVersion !== '' &&
  report.messageId !== '' &&
  Date.parse(report.firstFailureAt) <= Date.parse(report.lastFailureAt) &&
  Date.parse(report.expiresAt) > Date.parse(report.lastFailureAt);
