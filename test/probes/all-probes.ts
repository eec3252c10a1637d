import { batchResponseProbes } from './batch-responses.ts';
import { fifoOrderProbes } from './fifo-queues.ts';
import { filterOperatorProbes } from './filter-operators.ts';
import { filterScopeProbes } from './filter-scopes.ts';
import { invocationProbes } from './invocations.ts';
import { mappingBatchProbes } from './mapping-batches.ts';
import { mappingFailureProbes } from './mapping-failures.ts';
import type { Probe } from './probe.ts';
import { queueCallProbes } from './queue-calls.ts';
import { streamProbes } from './streams.ts';
import { topicDeliveryProbes } from './topic-delivery.ts';
import { transactionProbes } from './transactions.ts';

/** Probes by what they ask about, in the order of docs/probes.md. */
export const probeGroups: readonly { readonly title: string; readonly probes: readonly Probe[] }[] = [
  { title: 'Event source mappings of queues', probes: mappingBatchProbes },
  { title: 'Batches that fail', probes: mappingFailureProbes },
  { title: 'Answers of a function', probes: batchResponseProbes },
  { title: 'Records and invocations', probes: invocationProbes },
  { title: 'FIFO queues', probes: fifoOrderProbes },
  { title: 'Event source mappings of streams', probes: streamProbes },
  { title: 'Filter operators', probes: filterOperatorProbes },
  { title: 'Filter scopes and logic', probes: filterScopeProbes },
  { title: 'Delivery by topics', probes: topicDeliveryProbes },
  { title: 'Calls to queues', probes: queueCallProbes },
  { title: 'Conditions and transactions', probes: transactionProbes },
];

export const allProbes: readonly Probe[] = probeGroups.flatMap(({ probes }) => probes);
