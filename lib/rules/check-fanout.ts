import { App, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { FanoutChecks } from './fanout-checks.ts';

/** Context key; `false` switches off the checks that the constructs switch on. */
const CHECKS_CONTEXT = 'fanout:checks';

const checked = new WeakSet<IConstruct>();

/** Switches the checks on for the app of a construct, once, unless the context `fanout:checks` is false. */
export function checkFanout(scope: IConstruct): void {
  const app = scope.node.root;
  const context: unknown = scope.node.tryGetContext(CHECKS_CONTEXT);
  if (!App.isApp(app) || checked.has(app) || context === false || context === 'false') {
    return;
  }
  checked.add(app);
  Validations.of(app).addPlugins(new FanoutChecks());
}
