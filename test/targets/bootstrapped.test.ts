import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { eventually } from 'fanout/testing';
import { describe, expect, it } from 'vitest';
import { clientSettings } from '../../testing/connection.ts';
import { bootstrapped } from '../../testing/targets/bootstrapped.ts';
import { startFakeAws } from './fake-aws.ts';

const account = '111122223333';
const forever = new AbortController().signal;
const clientOf = ({ endpoint }: { readonly endpoint: string }) =>
  new CloudFormationClient(clientSettings({ endpoint }));

describe('bootstrapped', () => {
  it.each([
    ['CREATE_COMPLETE', true],
    ['UPDATE_ROLLBACK_COMPLETE', true],
    ['REVIEW_IN_PROGRESS', false],
    ['ROLLBACK_COMPLETE', false],
    ['UPDATE_ROLLBACK_FAILED', false],
  ])('takes a bootstrap stack that is %s for the end of one: %s', async (status, expected) => {
    await using aws = await startFakeAws(account, { CDKToolkit: status });

    expect(await bootstrapped(clientOf(aws), forever)).toBe(expected);
  });

  it('answers no where there is none', async () => {
    await using aws = await startFakeAws(account);

    expect(await bootstrapped(clientOf(aws), forever)).toBe(false);
  });

  it('does not wait where it may not ask, or nobody answers', async () => {
    await expect(bootstrapped(clientOf({ endpoint: 'http://127.0.0.1:1' }), forever)).rejects.toThrow('ECONNREFUSED');
  });

  it('waits while another process bootstraps', async () => {
    await using aws = await startFakeAws(account, { CDKToolkit: 'CREATE_IN_PROGRESS' });
    const answer = bootstrapped(clientOf(aws), forever);
    await eventually(() => aws.actions.length > 1, { deadlineMs: 10_000, what: 'a second look' });

    aws.stacks.set('CDKToolkit', 'CREATE_COMPLETE');

    expect(await answer).toBe(true);
  });
});
