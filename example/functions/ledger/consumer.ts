import {
  type EventContext,
  type GuardConsumer,
  type GuardedItem,
  guardConsumer,
  type ReceivedEvent,
} from 'fanout/runtime';
import { allEvents } from '../../events.ts';
import type { CountLines } from './line-count.ts';

/** What the ledger reads of an event's payload. */
interface LedgerPayload {
  readonly orderId: string;
  readonly ledgerFault?: 'fails-once' | undefined;
}

/** Appends every event of an order to its ledger. The FIFO topic brings the events of one order in order, one by one. */
export function ledger(linesTable: string, countLines: CountLines): GuardConsumer {
  const append = async (event: ReceivedEvent<LedgerPayload>, context: EventContext): Promise<GuardedItem> => {
    const { orderId, ledgerFault } = event.data;
    if (ledgerFault === 'fails-once' && context.attempt === 1) {
      throw new Error('the ledger fails once for this order, as it asked for');
    }
    return {
      TableName: linesTable,
      partitionKey: 'pk',
      Item: {
        pk: orderId,
        sk: event.id,
        type: event.type,
        sequence: event.sequence,
        position: (await countLines(orderId, context.signal)) + 1,
        appliedAt: new Date().toISOString(),
      },
    };
  };
  return allEvents.reduce<GuardConsumer>(
    (consumer, event) => consumer.on<LedgerPayload>(event, append),
    guardConsumer({ source: '/orders/ledger' }),
  );
}
