// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the placeholders of Fn::Sub look the same.
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../../embedded/json.ts';
import { dependencyGraph } from '../../../embedded/template/dependency-graph.ts';

const queue = (Properties: JsonObject, rest: JsonObject = {}) => ({ Type: 'AWS::SQS::Queue', Properties, ...rest });
const always = () => true;

describe('dependencyGraph', () => {
  it.each<[string, Json]>([
    ['Ref', { Ref: 'A' }],
    ['Fn::GetAtt', { 'Fn::GetAtt': ['A', 'Arn'] }],
    ['dotted Fn::GetAtt', { 'Fn::GetAtt': 'A.Arn' }],
    ['Fn::Sub', { 'Fn::Sub': 'x ${A.Arn}' }],
    ['a variable of Fn::Sub', { 'Fn::Sub': ['${v}', { v: { Ref: 'A' } }] }],
    ['a reference deep inside', { 'Fn::Join': ['', ['x', { Deep: [{ Ref: 'A' }] }]] }],
  ])('orders by %s', (_name, value) => {
    const graph = dependencyGraph({ A: queue({}), B: queue({ P: value }) }, always);

    expect(graph.get('B')).toEqual(new Set(['A']));
  });

  it('orders by DependsOn and ignores parameters', () => {
    const graph = dependencyGraph(
      { A: queue({}), B: queue({ P: { Ref: 'Parameter' } }, { DependsOn: ['A'] }) },
      always,
    );

    expect(graph.get('B')).toEqual(new Set(['A']));
  });

  it('leaves out resources whose condition does not hold, and references in branches not taken', () => {
    const resources = {
      Off: queue({}, { Condition: 'No' }),
      A: queue({}),
      B: queue({ P: { 'Fn::If': ['No', { Ref: 'Off' }, { Ref: 'A' }] } }, { DependsOn: 'Off' }),
    };

    const graph = dependencyGraph(resources, (name) => name !== 'No');

    expect([...graph]).toEqual([
      ['A', new Set()],
      ['B', new Set(['A'])],
    ]);
  });

  it('refuses a cycle and names it', () => {
    const resources = {
      Start: queue({ P: { Ref: 'A' } }),
      A: queue({ P: { Ref: 'B' } }),
      B: queue({ P: { 'Fn::GetAtt': ['C', 'Arn'] } }),
      C: queue({}, { DependsOn: 'A' }),
    };

    expect(() => dependencyGraph(resources, always)).toThrow('circular dependency between resources: A -> B -> C -> A');
  });

  it('refuses a DependsOn that names nothing', () => {
    expect(() => dependencyGraph({ A: queue({}, { DependsOn: 'Ghost' }) }, always)).toThrow(
      'A: DependsOn names Ghost, which does not exist',
    );
  });
});
