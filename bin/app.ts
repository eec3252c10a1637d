import { bundle, bundlesDirectory } from '../scripts/bundle.ts';

// The CDK app of the worked example; `cdk.json` names it. While esbuild, a process of its own, bundles, the CDK loads.
const [, { App }, { OrderStack }] = await Promise.all([
  bundle(),
  import('aws-cdk-lib'),
  import('../example/order-stack.ts'),
]);

new OrderStack(new App(), 'FanoutExample', {
  description: 'The worked example of Fanout: an order platform',
  bundles: `${bundlesDirectory}/example`,
});
