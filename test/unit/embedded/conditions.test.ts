import { describe, expect, it } from 'vitest';
import type { Json } from '../../../embedded/json.ts';
import { scopeOf } from './scope.ts';

describe('conditions', () => {
  it.each<[string, Json, boolean]>([
    ['Fn::Equals of equal values', { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] }, true],
    ['Fn::Equals of different values', { 'Fn::Equals': [{ Ref: 'Stage' }, 'test'] }, false],
    ['Fn::And of true and false', { 'Fn::And': [{ Condition: 'Yes' }, { Condition: 'No' }] }, false],
    ['Fn::And of true and true', { 'Fn::And': [{ Condition: 'Yes' }, { 'Fn::Not': [{ Condition: 'No' }] }] }, true],
    ['Fn::Or of true and false', { 'Fn::Or': [{ Condition: 'No' }, { Condition: 'Yes' }] }, true],
    ['Fn::Or of false and false', { 'Fn::Or': [{ Condition: 'No' }, { Condition: 'No' }] }, false],
  ])('evaluates %s', (_name, condition, expected) => {
    const conditions = { Tested: condition, Yes: { 'Fn::Equals': [1, 1] }, No: { 'Fn::Equals': [1, 2] } };

    expect(scopeOf({ refs: { Stage: 'prod' }, conditions }).condition('Tested')).toBe(expected);
  });

  it('refuses a condition that depends on itself', () => {
    const scope = scopeOf({ conditions: { A: { 'Fn::Not': [{ Condition: 'B' }] }, B: { Condition: 'A' } } });

    expect(() => scope.condition('A')).toThrow('condition A depends on itself');
  });

  it('refuses what is no condition', () => {
    expect(() => scopeOf({ conditions: { A: { Ref: 'Stage' } } }).condition('A')).toThrow('Ref is not a condition');
  });
});
