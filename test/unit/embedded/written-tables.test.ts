import { describe, expect, it } from 'vitest';
import type { EventSourceMappings } from '../../../embedded/event-sources/index.ts';
import { announceWrites } from '../../../embedded/gateway/written-tables.ts';

const mappingOf = (EventSourceArn: string) => ({ EventSourceArn }) as ReturnType<EventSourceMappings['list']>[number];

describe('announceWrites', () => {
  it("tells a stream's mappings of a write that names their table, and no other", () => {
    const told: (string | undefined)[] = [];
    const announce = announceWrites({
      list: () => [
        mappingOf('arn:aws:sqs:us-east-1:000000000000:Orders'),
        mappingOf('arn:aws:dynamodb:us-east-1:000000000000:table/Outbox/stream/1'),
        mappingOf('arn:aws:dynamodb:us-east-1:000000000000:table/Stock/stream/1'),
      ],
      notifyTableWrite: (table) => told.push(table),
    });

    announce(Buffer.from('{"TransactItems":[{"Put":{"TableName":"Outbox"}},{"Put":{"TableName":"Orders"}}]}'));

    expect(told).toEqual(['Outbox']);
  });
});
