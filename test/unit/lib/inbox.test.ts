import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { Inbox, type InboxProps } from '../../../lib/index.ts';
import { emptyStack } from './sample-stack.ts';

const TABLE = 'AWS::DynamoDB::Table';

const templateOf = (props?: InboxProps): Template => {
  const stack = emptyStack();
  new Inbox(stack, 'Inbox', props);
  return Template.fromStack(stack);
};

describe('an inbox', () => {
  it('G2 is a table on demand with TTL and point-in-time recovery', () => {
    templateOf().hasResourceProperties(TABLE, {
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      StreamSpecification: Match.absent(),
    });
  });

  it('G2 outlives the stack and cannot be deleted unless it is asked otherwise', () => {
    templateOf().hasResource(TABLE, {
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: { DeletionProtectionEnabled: true },
    });
    templateOf({ removalPolicy: RemovalPolicy.DESTROY }).hasResource(TABLE, {
      DeletionPolicy: 'Delete',
      Properties: { DeletionProtectionEnabled: false },
    });
    templateOf({ deletionProtection: false }).hasResource(TABLE, {
      DeletionPolicy: 'Retain',
      Properties: { DeletionProtectionEnabled: false },
    });
  });

  it.each([
    ['shortest', Duration.days(1), Duration.seconds(86_399)],
    ['longest', Duration.days(3650), Duration.days(3651)],
  ])('G7 fails one past its %s good horizon', (_end, lastGood, firstBad) => {
    expect(() => templateOf({ horizon: lastGood })).not.toThrow();
    expect(() => templateOf({ horizon: firstBad })).toThrow('[HorizonRange] (at Shop/Inbox)');
  });
});
