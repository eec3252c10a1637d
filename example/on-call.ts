import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { AlarmTopicAction } from 'fanout';

/** Who is told by the alarms of production: subscribe your pager to the topic `OnCall`. */
export function onCall(scope: Construct): AlarmTopicAction {
  const encryptionKey = new Key(scope, 'OnCallKey', {
    description: 'Alarms of the order platform.',
    enableKeyRotation: true,
  });
  return new AlarmTopicAction(new Topic(scope, 'OnCall', { masterKey: encryptionKey, enforceSSL: true }));
}
