import { describe, expect, it } from 'vitest';
import { StackOutputs } from '../../../testing/stack-outputs.ts';

const outputs = new StackOutputs(
  'Shop',
  new Map([
    ['EmailQueueUrl', 'http://queue/email'],
    ['LedgerQueueUrl', 'http://queue/ledger'],
    ['QueueUrl', 'http://queue'],
    ['EmailFunctionName', 'email'],
  ]),
);

describe('StackOutputs', () => {
  it('gives an output by its key', () => {
    expect(outputs.get('EmailFunctionName')).toBe('email');
  });

  it('fails for an output that is not there and names those that are', () => {
    expect(() => outputs.get('EmailQueue')).toThrow(
      'stack Shop has no output EmailQueue; it has EmailFunctionName, EmailQueueUrl, LedgerQueueUrl, QueueUrl',
    );
  });

  it('lists outputs by what their keys begin with', () => {
    expect(outputs.endingIn('QueueUrl')).toEqual(
      new Map([
        ['Email', 'http://queue/email'],
        ['Ledger', 'http://queue/ledger'],
      ]),
    );
  });
});
