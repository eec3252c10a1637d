import { Duration, Stack } from 'aws-cdk-lib';
import { OrganizationPrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { TracingConfig } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { EventTopic } from 'fanout';
import { userLedger, users } from './events.ts';

export class Topics extends Stack {
  constructor(scope: Construct) {
    super(scope, 'Topics');
    // Everybody in the organisation may publish and subscribe: publishers need a key of yours.
    const shared = new EventTopic(this, 'Users', {
      definition: users,
      encryptionKey: new Key(this, 'UsersKey', { enableKeyRotation: true }),
      tracingConfig: TracingConfig.ACTIVE,
      logsDeliveryFailures: true,
    });
    const everybody = new OrganizationPrincipal('o-1a2b3c4d5e');
    shared.grantPublish(everybody);
    shared.grantSubscribe(everybody);

    // FIFO, because its definition is: a year's messages can be replayed.
    new EventTopic(this, 'UserLedger', { definition: userLedger, archiveRetention: Duration.days(365) });
  }
}
