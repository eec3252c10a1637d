import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { describe, expect, it } from 'vitest';
import { clientSettings } from '../../testing/connection.ts';
import { firstFailure, remainingResources } from '../../testing/targets/stack-records.ts';
import { type Entry, startFakeAws } from './fake-aws.ts';

const account = '111122223333';
const clientOf = ({ endpoint }: { readonly endpoint: string }) =>
  new CloudFormationClient(clientSettings({ endpoint }));

const StackId = `arn:aws:cloudformation:us-east-1:${account}:stack/Shop/1`;
const ofStack = (ResourceStatus: string): Entry => ({
  StackId,
  PhysicalResourceId: StackId,
  LogicalResourceId: 'Shop',
  ResourceType: 'AWS::CloudFormation::Stack',
  ResourceStatus,
  ResourceStatusReason: 'of the stack',
});
const failed = (LogicalResourceId: string, ResourceStatusReason: string, kind = 'UPDATE'): Entry => ({
  StackId,
  PhysicalResourceId: LogicalResourceId.toLowerCase(),
  LogicalResourceId,
  ResourceType: 'AWS::SQS::Queue',
  ResourceStatus: `${kind}_FAILED`,
  ResourceStatusReason,
});

describe('firstFailure', () => {
  it('names the resource that failed first in the latest of several deployments, also pages back', async () => {
    const events = [
      [ofStack('UPDATE_ROLLBACK_COMPLETE'), ofStack('UPDATE_ROLLBACK_IN_PROGRESS')],
      [failed('Later', 'cancelled'), failed('Second', 'its retention is too long')],
      [ofStack('UPDATE_IN_PROGRESS'), failed('First', 'its name is taken'), ofStack('UPDATE_IN_PROGRESS')],
      [failed('Oldest', 'of the first deployment', 'CREATE'), ofStack('CREATE_IN_PROGRESS')],
    ];
    await using aws = await startFakeAws(account, {}, { events });

    expect(await firstFailure(clientOf(aws), 'Shop')).toBe('Second (AWS::SQS::Queue): its retention is too long');
    expect(aws.actions).toHaveLength(3);
  });

  it('names the stack where no resource failed, and a resource that is called like the stack', async () => {
    await using refused = await startFakeAws(account, {}, { events: [[ofStack('CREATE_FAILED')]] });
    await using alike = await startFakeAws(
      account,
      {},
      { events: [[ofStack('UPDATE_FAILED'), failed('Shop', 'why')]] },
    );

    expect(await firstFailure(clientOf(refused), 'Shop')).toBe('Shop (AWS::CloudFormation::Stack): of the stack');
    expect(await firstFailure(clientOf(alike), 'Shop')).toBe('Shop (AWS::SQS::Queue): why');
  });

  it('answers nothing when only an earlier deployment failed', async () => {
    const events = [[ofStack('UPDATE_COMPLETE'), ofStack('UPDATE_IN_PROGRESS'), failed('Old', 'was mended')]];
    await using aws = await startFakeAws(account, {}, { events });

    expect(await firstFailure(clientOf(aws), 'Shop')).toBeUndefined();
  });
});

describe('remainingResources', () => {
  it('lists what was not deleted on every page, and not what was never created', async () => {
    const resource = (LogicalResourceId: string, ResourceStatus: string, PhysicalResourceId: string): Entry => ({
      LogicalResourceId,
      ResourceType: 'AWS::SQS::Queue',
      ResourceStatus,
      PhysicalResourceId,
    });
    const resources = [
      [resource('Gone', 'DELETE_COMPLETE', 'gone-1'), resource('Kept', 'DELETE_SKIPPED', 'kept-1')],
      [
        { ...resource('Stuck', 'DELETE_FAILED', 'stuck-1'), ResourceStatusReason: 'not empty' },
        resource('Never', 'CREATE_FAILED', ''),
      ],
    ];
    await using aws = await startFakeAws(account, {}, { resources });

    expect(await remainingResources(clientOf(aws), StackId)).toEqual([
      'Kept (AWS::SQS::Queue) kept-1',
      'Stuck (AWS::SQS::Queue) stuck-1: not empty',
    ]);
  });
});
