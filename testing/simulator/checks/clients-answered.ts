import type { World } from '../world.ts';

/** Every client got an answer, and the same one again when it repeated its request. */
export function clientsAnswered(world: World): readonly string[] {
  return world.clients.flatMap(({ name, answers }) => {
    const results = new Set(
      answers.map((answer) => JSON.stringify(answer.status === 'accepted' ? answer.result : answer)),
    );
    return results.size === 1 ? [] : [`${name} got ${results.size} different answers`];
  });
}
