import { describe, expect, it } from 'vitest';
import { accessKeyIdOf, callingEnvironment } from '../../../embedded/lambda/access-key.ts';
import { functionNameOf } from '../../../embedded/lambda/function-name.ts';
import { LineSplitter } from '../../../embedded/lambda/line-splitter.ts';

describe('functionNameOf', () => {
  it.each([
    ['place-order', 'place-order'],
    ['place-order:live', 'place-order'],
    ['000000000000:function:place-order', 'place-order'],
    ['arn:aws:lambda:us-east-1:000000000000:function:place-order', 'place-order'],
    ['arn:aws:lambda:us-east-1:000000000000:function:place-order:$LATEST', 'place-order'],
  ])('%s is %s', (given, name) => {
    expect(functionNameOf(given)).toBe(name);
  });
});

describe('access keys', () => {
  it('lead back to the function and its environment', () => {
    const caller = { functionName: 'Example-Payment_1', environment: 12 };

    expect(accessKeyIdOf(caller)).toBe('FNExample-Payment_1.12');
    expect(callingEnvironment('FNExample-Payment_1.12')).toEqual(caller);
  });

  it.each(['test', 'AKIDEXAMPLE', 'FNpayment', 'FN.1', 'FNpayment.1.2'])('%s belongs to no function', (accessKeyId) => {
    expect(callingEnvironment(accessKeyId)).toBeUndefined();
  });
});

describe('LineSplitter', () => {
  it('joins what was written in pieces, leaves out empty lines and keeps the rest for the end', () => {
    const lines: string[] = [];
    const splitter = new LineSplitter((line) => lines.push(line));
    splitter.add('one\ntw');
    splitter.add('o\n\nthree');
    expect(lines).toEqual(['one', 'two']);

    splitter.flush();
    splitter.flush();
    expect(lines).toEqual(['one', 'two', 'three']);
  });
});
