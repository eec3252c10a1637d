import { FAILURE_ATTRIBUTE } from '../../../contracts/attributes.ts';
import { deadLetterKey } from '../../../lambdas/runtime/inbox-keys.ts';
import { envelopeOf } from '../envelope-of.ts';
import type { World } from '../world.ts';

/** G4 G5: no message reached the queue's own backstop, which explains nothing, and all came in the group of their key. */
export const movedByTheRuntime = (world: World): readonly string[] => [
  ...world.consumers.flatMap(({ name, deadLetterQueue }) =>
    deadLetterQueue.messages
      .filter(({ messageAttributes }) => messageAttributes[FAILURE_ATTRIBUTE] === undefined)
      .filter(({ body }) => !world.database.tables.deadLetterReports.has(deadLetterKey(name, body)))
      .map(
        ({ body }) =>
          `G5 ${world.name(envelopeOf(body)?.id ?? body)} is in the dead-letter queue of ${name} and does not say why`,
      ),
  ),
  ...world.log.misgrouped.map(
    ({ consumer, eventId }) => `G6 ${world.name(eventId)} came to ${consumer} in another group than its key's`,
  ),
  ...world.log.stripped.map(
    ({ consumer, eventId }) => `G6 ${world.name(eventId)} came to ${consumer} without the attributes of its event`,
  ),
];
