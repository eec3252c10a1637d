import { describe } from 'vitest';
import { engineServices } from '../../scenarios/messaging/engine-services.ts';
import { scenariosFor } from '../../scenarios/messaging/scenarios.ts';
import { runScenarios } from '../../scenarios/scenario.ts';

describe('the engine, in the scenarios that run through the SDK too', () => {
  runScenarios('engine', scenariosFor('engine'), engineServices);
});
