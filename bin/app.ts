import { bundle, bundlesDirectory } from '../scripts/bundle.ts';

// The CDK app of the worked example; `cdk.json` names it. While esbuild, a process of its own, bundles, the CDK loads.
const [, { App }, { OrderStack }, { stages }] = await Promise.all([
  bundle(),
  import('aws-cdk-lib'),
  import('../example/order-stack.ts'),
  import('../lib/index.ts'),
]);

const app = new App();
const stage = stageOf(app.node.tryGetContext('stage') ?? 'dev');

new OrderStack(app, stage === 'dev' ? 'FanoutExample' : `FanoutExample-${stage}`, {
  description: 'The worked example of Fanout: an order platform',
  stage,
  bundles: `${bundlesDirectory}/example`,
});

/** The stage that `cdk --context stage=NAME` names. */
function stageOf(name: unknown): keyof typeof stages {
  if (typeof name === 'string' && Object.hasOwn(stages, name)) {
    return name as keyof typeof stages;
  }
  throw new Error(`the context stage must be one of ${Object.keys(stages).join(', ')}, got ${JSON.stringify(name)}`);
}
