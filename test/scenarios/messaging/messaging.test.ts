import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runScenarios, type Scenario, type ScenarioTarget } from '../scenario.ts';
import { differences } from './differences.ts';
import { engineServices } from './engine-services.ts';
import { fifoScenarios } from './fifo-scenarios.ts';
import { filterScenarios } from './filter-scenarios.ts';
import { type MessagingServices, plainCode } from './messaging-services.ts';
import { chosenMessaging, type MessagingTarget, startMessagingTarget } from './messaging-target.ts';
import { queueScenarios } from './queue-scenarios.ts';
import { redriveScenarios } from './redrive-scenarios.ts';
import { topicScenarios } from './topic-scenarios.ts';

const SCENARIOS = [...queueScenarios, ...fifoScenarios, ...redriveScenarios, ...topicScenarios, ...filterScenarios];

/** The scenarios with what is known of a target. One that a service refuses on the way sees the code. */
const scenariosFor = (target: ScenarioTarget): readonly Scenario<MessagingServices>[] =>
  SCENARIOS.map((scenario) => ({
    ...scenario,
    differs: { [target]: differences[target]?.[scenario.name] },
    run: async (services) => {
      try {
        return await scenario.run(services);
      } catch (error) {
        const { code } = error as { readonly code?: string };
        if (code === undefined) throw error;
        return { refused: plainCode(code) };
      }
    },
  }));

describe('the scenarios', () => {
  const names = SCENARIOS.map(({ name }) => name);

  it('have names of their own, which the differences use', () => {
    const known = Object.values(differences).flatMap((ofTarget) => Object.keys(ofTarget));

    expect(new Set(names).size).toBe(names.length);
    expect(known.filter((name) => !names.includes(name))).toEqual([]);
  });
});

describe('on the engine', () => {
  runScenarios('engine', scenariosFor('engine'), engineServices);
});

// Beside each other, since most of them wait.
describe.concurrent(`on ${chosenMessaging}, through the SDK`, () => {
  let target: MessagingTarget;
  beforeAll(async () => {
    target = await startMessagingTarget();
  });
  afterAll(() => target.stop());

  runScenarios(chosenMessaging, scenariosFor(chosenMessaging), () => target.services);
});
