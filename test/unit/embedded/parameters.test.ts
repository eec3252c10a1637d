import { describe, expect, it } from 'vitest';
import { parameterLookup } from '../../../embedded/template/parameters.ts';

const lookup = parameterLookup(
  {
    Stage: { Type: 'String', Default: 'test' },
    Count: { Type: 'Number', Default: 3 },
    Zones: { Type: 'CommaDelimitedList', Default: 'a, b' },
    Needed: { Type: 'String' },
    BootstrapVersion: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/cdk-bootstrap/hnb659fds/version' },
  },
  { Stage: 'prod' },
);

describe('parameterLookup', () => {
  it.each([
    ['a given value', 'Stage', 'prod'],
    ['a default, as text', 'Count', '3'],
    ['a list', 'Zones', ['a', 'b']],
    ['nothing for another name', 'Queue', undefined],
  ])('answers %s', (_name, parameter, expected) => {
    expect(lookup(parameter)).toEqual(expected);
  });

  it.each(['Needed', 'BootstrapVersion'])('refuses to look up %s, which has no value here', (name) => {
    expect(() => lookup(name)).toThrow(`parameter ${name}`);
  });
});
