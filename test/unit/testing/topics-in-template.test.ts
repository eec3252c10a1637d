import { describe, expect, it } from 'vitest';
import { topicsInTemplate } from '../../../testing/topics-in-template.ts';

const arn = 'arn:aws:sns:eu-west-1:111122223333:Shop-Users';
const deployed = [
  { LogicalResourceId: 'Users', PhysicalResourceId: arn },
  { LogicalResourceId: 'Plain', PhysicalResourceId: 'arn:aws:sns:eu-west-1:111122223333:Shop-Plain' },
];
const template = (Resources: object) => JSON.stringify({ Resources });

describe('topicsInTemplate', () => {
  it('answers the ARN of a topic by the name in its metadata, and leaves topics without one out', () => {
    const text = template({ Users: { Metadata: { 'fanout:topic': 'users' } }, Plain: { Metadata: { other: 'x' } } });

    expect(topicsInTemplate(text, deployed)).toEqual(new Map([['users', arn]]));
  });

  it('leaves a topic out that has not been created', () => {
    const text = template({ Users: { Metadata: { 'fanout:topic': 'users' } } });

    expect(topicsInTemplate(text, [{ LogicalResourceId: 'Users' }])).toEqual(new Map());
  });

  it.each(['', 'Resources:\n  Users: {}\n', '{}', '{"Resources":[]}'])('finds none in %j', (text) => {
    expect(topicsInTemplate(text, deployed)).toEqual(new Map());
  });
});
