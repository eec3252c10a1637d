import { readFileSync } from 'node:fs';
import type { App } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { L2_HOLES, type L2Hole } from '../unit/rules/l2-holes.ts';
import { plainStack } from '../unit/rules/plain-fanout.ts';

const cdkJson = readFileSync(new URL('../../cdk.json', import.meta.url), 'utf8');
const { context } = JSON.parse(cdkJson) as { context: Record<string, unknown> };

const synthesise = ({ plain }: L2Hole): unknown => {
  const stack = plainStack(context);
  plain(stack);
  return (stack.node.root as App).synth();
};

describe("aws-cdk's own template validator, its findings errors", () => {
  it.each(L2_HOLES.filter(({ validatorRule }) => validatorRule === undefined))('lets $hole through', (hole) => {
    expect(() => synthesise(hole)).not.toThrow();
  });

  it.each(L2_HOLES.filter(({ validatorRule }) => validatorRule !== undefined))('finds $hole', (hole) => {
    expect(() => synthesise(hole)).toThrow(hole.validatorRule);
  });
});
