import type { Capability, Connection, TargetName } from 'fanout/testing';

/** Where the example is deployed, and what the suite may ask of it. */
export interface DeployedExample {
  readonly target: TargetName;
  readonly connection: Connection;
  readonly capabilities: readonly Capability[];
  readonly stackName: string;
  /** SHA-256 of the template that `cdk synth` wrote. */
  readonly templateHash: string;
}

const VARIABLE = 'FANOUT_DEPLOYMENT';

/** Variables that make the suite run on a deployment which is there already. */
export const toVariables = (deployed: DeployedExample): NodeJS.ProcessEnv => ({ [VARIABLE]: JSON.stringify(deployed) });

/** The deployment that is there already; `undefined` when the suite is to deploy one itself. */
export function fromVariables({ [VARIABLE]: text }: NodeJS.ProcessEnv): DeployedExample | undefined {
  return text === undefined ? undefined : JSON.parse(text);
}
