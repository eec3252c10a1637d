import type {
  IPolicyValidationContext,
  IPolicyValidationPlugin,
  PolicyValidationPluginReport,
  PolicyViolation,
} from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { ACKNOWLEDGEMENT_RULES } from './acknowledgement-rules.ts';
import { ALL_RULES } from './all-rules.ts';
import { judge } from './judge.ts';

/** Who reports for an app: the constructs may have switched the checks on that a user then adds as well. */
const reporters = new WeakMap<IConstruct, FanoutChecks>();

/**
 * Checks the whole fan-out of an app at synthesis, as a plug-in of aws-cdk's own validation. Errors stop synthesis;
 * acknowledgements are listed with their reasons.
 *
 * The constructs of this package switch it on. For an app without them:
 * `Validations.of(app).addPlugins(new FanoutChecks())`. Findings are acknowledged as those of any plug-in:
 * `Validations.of(scope).acknowledge({ id: 'Fanout-EventWithoutSubscriber', reason: '...' })`.
 */
export class FanoutChecks implements IPolicyValidationPlugin {
  /** In reports, and before the ids of rules. */
  readonly name = 'Fanout';
  readonly ruleIds: string[] = [...ALL_RULES, ...ACKNOWLEDGEMENT_RULES].map(({ id }) => id);

  /** Called by aws-cdk, once everything is synthesised. Of several in an app one reports. */
  validate({ appConstruct }: IPolicyValidationContext): PolicyValidationPluginReport {
    const reporter = reporters.get(appConstruct) ?? this;
    reporters.set(appConstruct, reporter);
    if (reporter !== this) {
      return report([]);
    }
    const { violations, suppressed, acknowledgements } = judge(appConstruct);
    return report([...violations, ...suppressed, ...acknowledgements]);
  }

  /**
   * Checks without synthesis, for tests: what is found under `scope`, read with everything around it. Acknowledged findings
   * are left out.
   */
  validateScope(scope: IConstruct): PolicyValidationPluginReport {
    return report(judge(scope.node.root, scope).violations);
  }
}

const report = (violations: PolicyViolation[]): PolicyValidationPluginReport => ({
  success: violations.every(({ severity }) => severity !== 'error'),
  violations,
});
