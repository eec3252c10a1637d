import type { Stack } from 'aws-cdk-lib';
import { CfnGlobalTable, type CfnTable } from 'aws-cdk-lib/aws-dynamodb';
import { CfnEventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { breaks } from './breaks.ts';
import { plainTable, streamReader } from './plain-fanout.ts';

const relayVariables = { FANOUT_OUTBOX_TABLE: 'outbox', FANOUT_TOPIC_ARNS: '{}' };

breaks('G7 streams and tables', [
  {
    rule: 'Fanout-StreamViewType',
    what: 'a stream of keys only',
    good: (stack) => plainTable(stack, { view: 'NEW_IMAGE', readers: [streamReader(stack, 'Relay', relayVariables)] }),
    bad: (stack) => plainTable(stack, { view: 'KEYS_ONLY', readers: [streamReader(stack, 'Relay', relayVariables)] }),
  },
  {
    rule: 'Fanout-StreamViewType',
    what: 'a stream without old images of items that carry events',
    good: (stack) => itemTable(stack, 'NEW_AND_OLD_IMAGES'),
    bad: (stack) => itemTable(stack, 'NEW_IMAGE'),
  },
  {
    rule: 'Fanout-StreamReaders',
    what: 'a third reader of a stream',
    good: (stack) => plainTable(stack, { readers: ['A', 'B'].map((id) => streamReader(stack, id)) }),
    bad: (stack) => plainTable(stack, { readers: ['A', 'B', 'C'].map((id) => streamReader(stack, id)) }),
  },
  {
    rule: 'Fanout-RelayGivesUp',
    what: 'a relay with a limit on retries',
    good: (stack) =>
      plainTable(stack, {
        readers: [streamReader(stack, 'Relay', relayVariables)],
        mapping: { maximumRetryAttempts: -1 },
      }),
    bad: (stack) =>
      plainTable(stack, {
        readers: [streamReader(stack, 'Relay', relayVariables)],
        mapping: { maximumRetryAttempts: 10_000 },
      }),
  },
  {
    rule: 'Fanout-StreamReaders',
    what: 'a second reader of a global table',
    good: (stack) => globalTable(stack, ['eu-central-1']),
    bad: (stack) => globalTable(stack, ['eu-central-1', 'eu-west-1']),
  },
]);

const itemTable = (stack: Stack, view: string): CfnTable =>
  plainTable(stack, {
    view,
    readers: [streamReader(stack, 'Relay', { FANOUT_QUARANTINE_TABLE: 'quarantine', FANOUT_TOPIC_ARNS: '{}' })],
  });

function globalTable(stack: Stack, regions: readonly string[]): void {
  const { attrStreamArn } = new CfnGlobalTable(stack, 'GlobalTable', {
    keySchema: [{ attributeName: 'pk', keyType: 'HASH' }],
    attributeDefinitions: [{ attributeName: 'pk', attributeType: 'S' }],
    replicas: regions.map((region) => ({ region })),
  });
  for (const id of ['Relay', 'Search']) {
    new CfnEventSourceMapping(stack, `${id}Mapping`, {
      eventSourceArn: attrStreamArn,
      functionName: streamReader(stack, id).ref,
    });
  }
}
