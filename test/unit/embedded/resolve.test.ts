// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the placeholders of Fn::Sub look the same.
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../embedded/json.ts';
import { resolve } from '../../../embedded/template/resolve.ts';
import { scopeOf } from './scope.ts';

const scope = scopeOf({
  refs: { Name: 'orders', 'AWS::Region': 'us-east-1', Zones: ['a', 'b'], Size: 5 },
  attributes: { 'Queue.Arn': 'arn:aws:sqs:us-east-1:000000000000:q', 'Stack.Outputs.Url': 'http://x' },
  conditions: {
    IsBig: { 'Fn::Equals': [{ Ref: 'Size' }, 5] },
    IsSmall: { 'Fn::Not': [{ Condition: 'IsBig' }] },
  },
  mappings: { Sizes: { 'us-east-1': { memory: 128 } } },
});

describe('resolve', () => {
  it.each<[string, Json, Json]>([
    ['Ref', { Ref: 'Name' }, 'orders'],
    ['a nested Ref', { A: [{ B: { Ref: 'Name' } }] }, { A: [{ B: 'orders' }] }],
    ['Fn::GetAtt as a list', { 'Fn::GetAtt': ['Queue', 'Arn'] }, 'arn:aws:sqs:us-east-1:000000000000:q'],
    ['Fn::GetAtt with dots', { 'Fn::GetAtt': 'Stack.Outputs.Url' }, 'http://x'],
    ['Fn::Join', { 'Fn::Join': ['-', ['a', { Ref: 'Name' }, 1]] }, 'a-orders-1'],
    ['Fn::Join of a list parameter', { 'Fn::Join': [',', { Ref: 'Zones' }] }, 'a,b'],
    ['Fn::Select of Fn::Split', { 'Fn::Select': [5, { 'Fn::Split': [':', { 'Fn::GetAtt': ['Queue', 'Arn'] }] }] }, 'q'],
    [
      'Fn::Sub',
      { 'Fn::Sub': '${Name}-${AWS::Region}-${!Name}-${Queue.Arn}' },
      'orders-us-east-1-${Name}-arn:aws:sqs:us-east-1:000000000000:q',
    ],
    ['Fn::Sub with variables', { 'Fn::Sub': ['${Name} ${x}', { x: { Ref: 'Size' }, Name: 'mine' }] }, 'mine 5'],
    ['Fn::If, true', { 'Fn::If': ['IsBig', 'big', { Ref: 'Missing' }] }, 'big'],
    ['Fn::If, false', { 'Fn::If': ['IsSmall', { Ref: 'Missing' }, 'big'] }, 'big'],
    ['Fn::FindInMap', { 'Fn::FindInMap': ['Sizes', { Ref: 'AWS::Region' }, 'memory'] }, 128],
    ['Fn::Base64', { 'Fn::Base64': 'hello' }, 'aGVsbG8='],
    ['Fn::ImportValue', { 'Fn::ImportValue': { 'Fn::Sub': '${Name}-arn' } }, 'imported orders-arn'],
    ['Fn::GetStackOutput', { 'Fn::GetStackOutput': { StackName: 'S', OutputName: 'O' } }, 'O of S'],
    ['what is none', { Effect: 'Allow', Condition: { Bool: true } }, { Effect: 'Allow', Condition: { Bool: true } }],
  ])('resolves %s', (_name, value, expected) => {
    expect(resolve(value, scope)).toEqual(expected);
  });

  it('leaves out properties and list entries that are AWS::NoValue', () => {
    const noValue = { Ref: 'AWS::NoValue' };

    const resolved = resolve({ gone: noValue, kept: [1, noValue, { 'Fn::If': ['IsSmall', 2, noValue] }] }, scope);

    expect(resolved).toEqual({ kept: [1] });
  });

  it.each<[string, Json, RegExp]>([
    ['an unknown function', { 'Fn::Transform': { Name: 'AWS::Include' } }, /Fn::Transform is not supported/],
    ['an unknown name', { Ref: 'Missing' }, /nothing is called Missing/],
    ['an unknown condition', { 'Fn::If': ['Never', 1, 2] }, /no condition Never/],
    ['an index outside of the list', { 'Fn::Select': [2, ['a', 'b']] }, /index 2 is outside of a list of 2/],
    [
      'a map entry that is not there',
      { 'Fn::FindInMap': ['Sizes', 'eu-west-1', 'memory'] },
      /nothing under Sizes\.eu-west-1\.memory/,
    ],
    ['a wrong argument', { 'Fn::Join': ['-'] }, /Fn::Join needs a list of 2/],
    ['text that is none', { 'Fn::Join': ['-', [{ a: 1 }]] }, /Fn::Join needs text/],
    ['a dynamic reference', { Secret: '{{resolve:ssm:/name}}' }, /no parameter store/],
  ])('refuses %s', (_name, value, message) => {
    expect(() => resolve(value, scope)).toThrow(message);
  });
});
