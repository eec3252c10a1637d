import { type Stack, Validations } from 'aws-cdk-lib';
import type { EventTopic, StageName } from 'fanout';

/** What the checks of the graph doubt about the events, and why it is meant. */
export function acknowledgeEvents(topic: EventTopic): void {
  Validations.of(topic).acknowledge({
    id: 'Fanout-EventWithoutSubscriber',
    reason: 'Of payment.refunded only the ledger keeps book, from its own topic.',
  });
}

/** What rules doubt about a stage, and why it is meant. */
export function acknowledgeStage(stack: Stack, stage: StageName): void {
  const reasons = stage === 'prod' ? PRODUCTION : REHEARSAL;
  for (const [id, reason] of Object.entries(reasons)) {
    Validations.of(stack).acknowledge({ id, reason });
  }
}

const REHEARSAL: Readonly<Record<string, string>> = {
  'AwsSolutions-DDB3': 'What a rehearsal holds can be made again.',
  'Fanout-AlarmWithoutAction': "Nobody is on call; npm start itself looks at the alarms' causes.",
};

/** By the rule's name behind its pack's: decisions that are the platform's, not Fanout's. */
const DECISIONS: Readonly<Record<string, string>> = {
  CloudWatchLogGroupEncrypted:
    "Logs hold ids and outcomes, no payloads; CloudWatch's own encryption at rest is enough for them.",
  DynamoDBInBackupPlan: 'Every table can be restored to any second of the last 35 days.',
  LambdaConcurrency:
    "Each mapping's maximum concurrency bounds a consumer; reserved concurrency below it would throttle, which wears messages out.",
  LambdaInsideVPC: 'The functions call AWS endpoints only, by TLS; there is nothing in a VPC for them to reach.',
};

const PRODUCTION: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ['HIPAA.Security', 'NIST.800.53.R5'].flatMap((pack) =>
      Object.entries(DECISIONS).map(([rule, reason]) => [`${pack}-${rule}`, reason]),
    ),
  ),
  'Serverless-LambdaTracing':
    "Events carry W3C trace context through the outbox; X-Ray's own segments would end there.",
};
