import { describe, expect, it } from 'vitest';
import { lastLines } from '../../../testing/targets/last-lines.ts';

describe('lastLines', () => {
  it('says the end of an output on one line, without empty lines', () => {
    expect(lastLines('first\n\n  second\nthird\nfourth\n')).toBe('second | third | fourth');
  });

  it('says of an error what it says itself, once, and not where it was thrown or what it is made of', () => {
    const output = [
      ' ⏳  Bootstrapping environment aws://000000000000/us-east-1...',
      ' ❌  Environment aws://000000000000/us-east-1 failed bootstrapping: AuthenticationError: wrong account',
      '    at SdkProvider.forEnvironment (/app/node_modules/aws-cdk/lib/index.js:303379:19)',
      '    at async /app/node_modules/aws-cdk/lib/index.js:324258:29 {',
      "  type: 'authentication',",
      '  cause: undefined',
      '}',
      'wrong account',
    ].join('\n');

    expect(lastLines(output)).toBe(
      '⏳  Bootstrapping environment aws://000000000000/us-east-1... | ❌  Environment aws://000000000000/us-east-1 failed bootstrapping: AuthenticationError: wrong account',
    );
  });
});
