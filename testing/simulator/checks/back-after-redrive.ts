import type { FailureReport } from '../../../contracts/failure.ts';
import { idIn } from '../envelope-of.ts';
import type { World } from '../world.ts';

/** G6: what healed handlers were given again was applied. A problem says what the dead letter says of itself. */
export function backAfterRedrive(world: World): readonly string[] {
  return world.consumers.flatMap(({ name, deadLetterQueue }) =>
    deadLetterQueue.messages.flatMap(({ body }) => {
      const entry = world.committedOf(body);
      const letter = world.log.deadLetters.findLast((one) => one.consumer === name && one.body === body);
      return entry === undefined || isRefused(letter?.report)
        ? []
        : [
            `G6 ${world.name(entry.eventId)} is back in the dead-letter queue of ${name} after its redrive${reasonOf(letter?.report)}`,
          ];
    }),
  );
}

/** G6: what SNS could not deliver was given to its queue. */
export const undeliveredAfterRedrive = (world: World): readonly string[] =>
  world.consumers.flatMap(({ name, undelivered }) =>
    undelivered.messages.map(
      ({ body }) => `G6 ${world.name(idIn(body) ?? body)} is left in the subscription's dead-letter queue of ${name}`,
    ),
  );

/** No healed handler helps against these, and other checks ask whether they are true. */
const isRefused = (report: FailureReport | undefined): boolean =>
  report?.reason === 'EVENT_TOO_OLD' || report?.reason === 'KEY_REUSED';

const reasonOf = (report: FailureReport | undefined): string =>
  report === undefined
    ? ''
    : `: ${report.error}: ${report.message.split('\n')[0]} (${report.reason} after ${report.attempts} attempts)`;
