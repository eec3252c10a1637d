import { formatIssues } from '../../contracts/standard-schema.ts';
import type { SimulationSetup } from './simulation-setup.ts';

/**
 * Checks what a simulation is given, before the first history: afterwards a mistake looks like a broken promise.
 *
 * @throws TypeError for the first thing that is wrong.
 */
export async function checkSimulation(setup: SimulationSetup, histories: number, from: number): Promise<void> {
  checkInteger('histories', histories, 1);
  checkInteger('from', from, 0);
  const { events, consumer } = setup;
  if (events.length === 0) {
    throw new TypeError('events must hold at least one event, got none');
  }
  for (const [index, { event, payload }] of events.entries()) {
    if (!consumer.handlers.some(({ event: handled }) => handled.type === event.type)) {
      throw new TypeError(`events[${index}] is a ${event.type}, which the consumer has no handler for`);
    }
    const { issues } = await event.schema['~standard'].validate(payload);
    if (issues !== undefined) {
      throw new TypeError(`events[${index}] is no valid ${event.type}: ${formatIssues(issues)}`);
    }
  }
}

function checkInteger(name: string, value: number, least: number): void {
  if (!Number.isSafeInteger(value) || value < least) {
    throw new TypeError(`${name} must be a whole number of at least ${least}, got ${value}`);
  }
}
