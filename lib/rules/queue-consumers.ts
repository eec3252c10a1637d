import type { FunctionNode, MappingNode } from '../graph/consumer.ts';
import type { FanoutGraph } from '../graph/fanout-graph.ts';
import type { QueueNode } from '../graph/queue.ts';

/** A queue, the function that reads it, and the mapping between them. */
export interface QueueConsumer {
  readonly queue: QueueNode;
  readonly mapping: MappingNode;
  readonly consumer: FunctionNode;
}

/** All of an app. */
export function* queueConsumers(graph: FanoutGraph): Iterable<QueueConsumer> {
  for (const mapping of graph.mappings) {
    const queue = graph.queueAt(mapping.source);
    const consumer = graph.functionAt(mapping.function);
    if (queue !== undefined && consumer !== undefined) {
      yield { queue, mapping, consumer };
    }
  }
}
