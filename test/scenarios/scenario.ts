import { expect, it } from 'vitest';

/** Where a scenario can run: the engine, or what speaks AWS's protocol. */
export type ScenarioTarget = 'engine' | 'dynoxide' | 'dynamodb-local' | 'fauxqs' | 'localstack';

/** A short exchange with services whose answers AWS's documentation settles. The same script runs everywhere. */
export interface Scenario<Services> {
  /** A sentence about what AWS does. */
  readonly name: string;
  /** AWS's page that says so. */
  readonly page: string;
  /** Runs it in fresh resources and answers with what it saw: plain values without ids, times or texts of messages. */
  run(services: Services): Promise<unknown>;
  /** What it sees on AWS, by the page. */
  readonly sees: unknown;
  /** What targets are known to do instead, and why that is so. Fails once a target does what AWS does. */
  readonly differs?: Partial<Record<ScenarioTarget, Difference>>;
}

export interface Difference {
  readonly because: string;
  readonly sees: unknown;
}

/** Makes a test of each scenario. `open` answers the services of one run, with fresh resources. */
export function runScenarios<Services>(
  target: ScenarioTarget,
  scenarios: readonly Scenario<Services>[],
  open: () => Services | Promise<Services>,
): void {
  it.each(scenarios.map((scenario) => [scenario.name, scenario] as const))('%s', async (_name, scenario) => {
    const difference = scenario.differs?.[target];

    const seen = await scenario.run(await open());

    if (difference === undefined) {
      expect(seen, scenario.page).toEqual(scenario.sees);
    } else {
      expect(seen, `differs from AWS: ${difference.because}`).toEqual(difference.sees);
      expect(seen, 'no longer differs from AWS: take the difference out').not.toEqual(scenario.sees);
    }
  });
}

/** The code of the error that a call fails with; `'ok'` when it does not fail. */
export async function codeOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'ok';
  } catch (error) {
    return (error as { readonly code?: string }).code ?? String(error);
  }
}
