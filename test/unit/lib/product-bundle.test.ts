import { expect, it } from 'vitest';
import { productBundle } from '../../../lib/functions/product-bundle.ts';
import { emptyStack } from './sample-stack.ts';

it('fails when a bundle of the product has not been built, and says how to', () => {
  expect(() => productBundle(emptyStack(), 'outbox-archive')).toThrow(
    'the bundle outbox-archive must be built, got none; run `npm run bundle` [BundleMissing] (at Shop)',
  );
});
