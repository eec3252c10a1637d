import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runScenarios } from '../scenario.ts';
import { differences } from './differences.ts';
import { chosenMessaging, type MessagingTarget, startMessagingTarget } from './messaging-target.ts';
import { messagingScenarios, scenariosFor } from './scenarios.ts';

describe('the scenarios', () => {
  const names = messagingScenarios.map(({ name }) => name);

  it('have names of their own, which the differences use', () => {
    const known = Object.values(differences).flatMap((ofTarget) => Object.keys(ofTarget));

    expect(new Set(names).size).toBe(names.length);
    expect(known.filter((name) => !names.includes(name))).toEqual([]);
  });
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
