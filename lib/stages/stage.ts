import { Stage as CdkStage, RemovalPolicy } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { PropsCheck } from '../props/props-check.ts';
import { checkStage } from './stage-check.ts';
import type { StageSettings } from './stage-settings.ts';

/** Context key that says which stage a construct and what is under it belongs to. */
const STAGE_CONTEXT = 'fanout:stage';

/** Registered, so that copies of the package in one process read each other's settings. */
const STAGE = Symbol.for('fanout.stage');

interface NamedStage {
  readonly name: string;
  readonly settings: StageSettings;
}

/**
 * Makes `settings` the defaults of the Fanout constructs that are defined under `scope` from now on, and says which stage
 * they belong to: in production stateful resources must outlive the stack (`Fanout-DeletedWithStack`, which
 * says what names mean production).
 *
 * The nearest scope wins as a whole: settings of scopes further up do not fill its gaps.
 *
 * @throws PropsError with all that is wrong with the settings.
 */
export function applyStage(scope: IConstruct, name: string, settings: StageSettings): void {
  checkStage(new PropsCheck(scope), name, settings);
  const stage: NamedStage = { name, settings };
  Object.defineProperty(scope, STAGE, { value: stage, configurable: true });
}

/** The settings that apply to a construct; empty where none were. */
export const stageSettings = (construct: IConstruct): StageSettings => stageOf(construct)?.settings ?? {};

/** What becomes of a construct's resources: what its props say, or the stage. Kept where neither says anything. */
export const removalPolicyOf = (construct: IConstruct, said: RemovalPolicy | undefined): RemovalPolicy =>
  said ?? stageSettings(construct).removalPolicy ?? RemovalPolicy.RETAIN;

/** Whether the alarms of a construct are wanted. */
export const definesAlarms = (construct: IConstruct): boolean => stageSettings(construct).definesAlarms ?? true;

/** Name of the stage that a construct is in: of {@link applyStage}, the context `fanout:stage`, or its cdk `Stage`. */
function stageName(construct: IConstruct): string | undefined {
  const context: unknown = construct.node.tryGetContext(STAGE_CONTEXT);
  const named = typeof context === 'string' ? context : CdkStage.of(construct)?.stageName;
  return stageOf(construct)?.name ?? named;
}

const PRODUCTION = /^(prod|production|prd|live)$/;
const NOT = /^(non|not|pre)$/;

/** Whether the stage that a construct is in is production, by a word of its name: `prod-eu` is, `non-prod` is not. */
export function isInProduction(construct: IConstruct): boolean {
  const words = (stageName(construct) ?? '')
    .replaceAll(/([a-z0-9])(?=[A-Z])/g, '$1 ')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  return words.some((word) => PRODUCTION.test(word)) && !words.some((word) => NOT.test(word));
}

const stageOf = (construct: IConstruct): NamedStage | undefined =>
  construct.node.scopes.map((scope) => (scope as { [STAGE]?: NamedStage })[STAGE]).findLast(Boolean);
