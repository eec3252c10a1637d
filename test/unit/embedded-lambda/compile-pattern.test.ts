import { describe, expect, it } from 'vitest';
import { compilePattern } from '../../../embedded/event-sources/filter/compile-pattern.ts';

const RECORD = {
  eventName: 'INSERT',
  dynamodb: { NewImage: { pk: { S: 'order#1' }, count: { N: '3' }, gone: { NULL: true } }, SizeBytes: 120 },
  tags: ['red', 'green'],
};

describe('compilePattern', () => {
  it.each([
    ['{}', true],
    ['{"eventName":["INSERT"]}', true],
    ['{"eventName":["MODIFY","INSERT"]}', true],
    ['{"eventName":["MODIFY"]}', false],
    ['{"eventName":["insert"]}', false],
    ['{"eventName":[{"equals-ignore-case":"insert"}]}', true],
    ['{"dynamodb":{"NewImage":{"pk":{"S":[{"prefix":"order#"}]}}}}', true],
    ['{"dynamodb":{"NewImage":{"pk":{"S":[{"prefix":"rder"}]}}}}', false],
    ['{"dynamodb":{"NewImage":{"pk":{"S":[{"suffix":"#1"}]}}}}', true],
    ['{"dynamodb":{"NewImage":{"pk":{"S":[{"suffix":"#2"}]}}}}', false],
    ['{"dynamodb":{"NewImage":{"gone":{"NULL":[true]}}}}', true],
    ['{"dynamodb":{"NewImage":{"count":{"N":[{"numeric":[">",1]}]}}}}', false],
    ['{"dynamodb":{"SizeBytes":[{"numeric":[">=",120,"<",121]}]}}', true],
    ['{"dynamodb":{"SizeBytes":[{"numeric":[">",120]}]}}', false],
    ['{"dynamodb":{"SizeBytes":[{"numeric":["=",120]}]}}', true],
    ['{"dynamodb":{"OldImage":[{"exists":false}]}}', true],
    ['{"dynamodb":{"OldImage":{"pk":{"S":[{"exists":false}]}}}}', true],
    ['{"dynamodb":{"OldImage":{"pk":{"S":[{"exists":true}]}}}}', false],
    ['{"eventName":[{"anything-but":"REMOVE"}]}', true],
    ['{"eventName":[{"anything-but":["REMOVE","INSERT"]}]}', false],
    ['{"missing":[{"anything-but":"REMOVE"}]}', false],
    ['{"tags":["green"]}', true],
    ['{"tags":["blue"]}', false],
    ['{"eventName":["INSERT"],"tags":["blue"]}', false],
  ])('%s matches: %s', (pattern, expected) => {
    expect(compilePattern(pattern)(RECORD)).toBe(expected);
  });

  it.each([
    ['no JSON', '{'],
    ['a list', '[]'],
    ['a value without a list', '{"eventName":"INSERT"}'],
    ['an unknown operator', '{"eventName":[{"wildcard":"I*"}]}'],
    ['two operators in one alternative', '{"eventName":[{"prefix":"I","suffix":"T"}]}'],
    ['an operand of the wrong type', '{"eventName":[{"prefix":1}]}'],
    ['half a comparison', '{"SizeBytes":[{"numeric":[">"]}]}'],
    ['an unknown comparison', '{"SizeBytes":[{"numeric":["!=",1]}]}'],
    ['an operator inside of anything-but', '{"eventName":[{"anything-but":{"prefix":"I"}}]}'],
    ['$or', '{"$or":[{"eventName":["INSERT"]}]}'],
  ])('refuses %s', (_name, pattern) => {
    expect(() => compilePattern(pattern)).toThrowError(
      expect.objectContaining({ code: 'InvalidParameterValueException' }),
    );
  });

  it('says where an operator stands that is not run, and which are', () => {
    expect(() => compilePattern('{"a":{"b":[{"cidr":"10.0.0.0/8"}]}}')).toThrowError(
      'Pattern at a.b must be a value or one of prefix, suffix, equals-ignore-case, exists, numeric, anything-but, got {"cidr":"10.0.0.0/8"}',
    );
  });
});
