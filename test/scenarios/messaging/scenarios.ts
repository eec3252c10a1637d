import type { Scenario, ScenarioTarget } from '../scenario.ts';
import { differences } from './differences.ts';
import { fifoScenarios } from './fifo-scenarios.ts';
import { filterScenarios } from './filter-scenarios.ts';
import { type MessagingServices, plainCode } from './messaging-services.ts';
import { queueScenarios } from './queue-scenarios.ts';
import { redriveScenarios } from './redrive-scenarios.ts';
import { topicScenarios } from './topic-scenarios.ts';

/** Everything that is asked of SQS and SNS. */
export const messagingScenarios: readonly Scenario<MessagingServices>[] = [
  ...queueScenarios,
  ...fifoScenarios,
  ...redriveScenarios,
  ...topicScenarios,
  ...filterScenarios,
];

/** The scenarios with what is known of a target. One that a service refuses on the way sees the code. */
export const scenariosFor = (target: ScenarioTarget): readonly Scenario<MessagingServices>[] =>
  messagingScenarios.map((scenario) => ({
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
