import { acknowledgementExamples } from './acknowledgements.ts';
import { alarmExamples } from './alarms.ts';
import { consumerExamples } from './consumers.ts';
import { deadLetterExamples } from './dead-letters.ts';
import { deliveryExamples } from './deliveries.ts';
import { eventExamples } from './events.ts';
import type { Examples } from './example.ts';
import { fifoKindExamples } from './fifo-kinds.ts';
import { streamExamples } from './streams.ts';

/** Every example, by the id of its rule. */
export const allExamples: Examples = {
  ...acknowledgementExamples,
  ...alarmExamples,
  ...consumerExamples,
  ...deadLetterExamples,
  ...deliveryExamples,
  ...eventExamples,
  ...fifoKindExamples,
  ...streamExamples,
};
