import { App, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { nameForOtherRegions, physicalName } from '../../../lib/physical-name.ts';
import { cdkOutdir } from '../cdk-outdir.ts';

const app = () => new App({ outdir: cdkOutdir });

/** The name in a stack, as it reads once the stack is deployed. */
const nameIn = (stack: Stack, id = 'Orders', fifo = false): string =>
  (stack.resolve(physicalName(new Construct(stack, id), { fifo })) as { 'Fn::Join': [string, unknown[]] })[
    'Fn::Join'
  ][1]
    .map((part) => (typeof part === 'string' ? part : '1c2fa620'))
    .join('');

describe('a physical name', () => {
  it.each([
    ['Shop', /^Shop-Orders-[0-9A-F]{8}-1c2fa620$/],
    ['Shop-prod', /^Shop-prod-Orders-[0-9A-F]{8}-1c2fa620$/],
    ['My--Shop-', /^My--Shop--Orders-[0-9A-F]{8}-1c2fa620$/],
  ])('begins with the name of the stack %s as it is', (stackName, expected) => {
    expect(nameIn(new Stack(app(), 'Id', { stackName }))).toMatch(expected);
  });

  it('begins with the name of the stage and its stack', () => {
    expect(nameIn(new Stack(new Stage(app(), 'Prod'), 'Shop'))).toMatch(/^Prod-Shop-Orders-/);
  });

  it('begins with the name of the outer stack in a nested one', () => {
    expect(nameIn(new NestedStack(new Stack(app(), 'Shop-prod'), 'Billing'))).toMatch(/^Shop-prod-Billing-Orders-/);
  });

  it.each([28, 29, 128])('keeps 28 characters of a stack with %d, and to the 80 of a queue', (length) => {
    const stack = new Stack(app(), 'Id', { stackName: `S${'-'.repeat(length - 2)}z` });
    const name = nameIn(stack, 'O'.repeat(100), true);

    expect(name.slice(0, 28)).toBe(stack.stackName.slice(0, 28));
    expect(name.length).toBeLessThanOrEqual(80);
    expect(name).toMatch(/^[A-Za-z0-9-]+\.fifo$/);
  });

  it('is another one for another construct, however long the ids', () => {
    const stack = new Stack(app(), 'Shop');

    expect(nameIn(stack, `A${'O'.repeat(100)}1`)).not.toBe(nameIn(stack, `A${'O'.repeat(100)}2`));
  });
});

describe('a name for other Regions, of a FIFO queue', () => {
  const nameIn = (stackName: string): string =>
    nameForOtherRegions(new Construct(new Stack(app(), 'Id', { stackName }), 'Undelivered'), { fifo: true });

  it('begins with the name of the stack as it is', () => {
    expect(nameIn('Shop-prod')).toMatch(/^Shop-prod-Undelivered-[0-9A-F]{8}\.fifo$/);
  });

  it('keeps to the 80 characters of a queue', () => {
    expect(nameIn(`S${'-'.repeat(127)}`)).toMatch(/^S-{27}.{0,47}\.fifo$/);
  });
});
