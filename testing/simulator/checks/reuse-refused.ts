import { envelopeOf, idIn } from '../envelope-of.ts';
import type { World } from '../world.ts';

/**
 * G5: of two payloads under one id at most one is applied; the other is a dead letter, never taken for a copy. What SNS
 * could not deliver has not come yet.
 */
export const reuseRefused = (world: World): readonly string[] =>
  world.log.reusedIds
    .filter(
      ({ consumer, eventId }) =>
        !isUndelivered(consumer, eventId, world) &&
        !world.log.deadLetters.some(
          (letter) => letter.consumer === consumer && envelopeOf(letter.body)?.id === eventId,
        ),
    )
    .map(
      ({ consumer, eventId }) =>
        `G5 ${consumer} was sent two payloads under the id of ${world.name(eventId)} and took one for a copy of the other`,
    );

const isUndelivered = (consumer: string, eventId: string, { consumers }: World): boolean =>
  consumers.some(
    ({ name, undelivered }) => name === consumer && undelivered.messages.some(({ body }) => idIn(body) === eventId),
  );
