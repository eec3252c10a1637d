import { environmentNames } from '../../contracts/environment.ts';
import type { FanoutGraph } from '../graph/fanout-graph.ts';
import type { GraphResource } from '../graph/graph-resource.ts';
import { listOf, recordOf } from '../graph/property-values.ts';
import type { QueueNode } from '../graph/queue.ts';
import { propNamesAround } from '../props/prop-names.ts';
import { isRelay } from './relays.ts';

const TABLES = ['AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable'] as const;

const TABLE_VARIABLES = [
  environmentNames.inboxTable,
  environmentNames.outboxTable,
  environmentNames.quarantineTable,
] as const;

/**
 * What a fan-out keeps: subscribed queues and their dead-letter queues, inboxes, outboxes, tables that a relay reads, topics
 * with an archive, and the keys to all of them and to topics with subscribers. What else is in the app is not its own.
 */
export function statefulMembers(graph: FanoutGraph): readonly GraphResource[] {
  const queues = membersAmongQueues(graph);
  const tables = membersAmongTables(graph);
  const archives = graph.topics.filter(({ archiveSeconds }) => archiveSeconds !== undefined && archiveSeconds > 0);
  const carriers = graph.topics.filter((topic) => graph.subscriptionsOf(topic).length > 0);
  const keys = [...[...queues, ...archives, ...carriers].map(({ key }) => key), ...tables.flatMap(keysOfTable)]
    .map((key) => graph.keyAt(key))
    .filter((key) => key !== undefined);
  return [...new Set([...[...queues, ...archives].map(({ resource }) => resource), ...tables, ...keys])];
}

function membersAmongQueues(graph: FanoutGraph): readonly QueueNode[] {
  const subscribed = graph.queues.filter((queue) => graph.subscriptionsTo(queue).length > 0);
  const deadLetterTargets = [
    ...subscribed.map(({ redrive }) => redrive?.target),
    ...graph.subscriptions.map(({ deadLetterTarget }) => deadLetterTarget),
  ];
  return graph.queues.filter(
    (queue) =>
      subscribed.includes(queue) ||
      deadLetterTargets.some((target) => graph.mayBe(target, queue)) ||
      isOfFanout(queue.resource),
  );
}

function membersAmongTables(graph: FanoutGraph): readonly GraphResource[] {
  const named = graph.functions.flatMap(({ environment }) => TABLE_VARIABLES.map((name) => environment[name]));
  const read = graph.mappings.filter((mapping) => isRead(graph, mapping.function)).map(({ source }) => source);
  const used = new Set([...named, ...read].map((value) => graph.resourceAt(value)));
  return graph.ofType(...TABLES).filter((table) => used.has(table) || isOfFanout(table));
}

function isRead(graph: FanoutGraph, reader: unknown): boolean {
  const relay = graph.functionAt(reader);
  return relay !== undefined && isRelay(relay);
}

/** Also what nothing of this app uses yet: an inbox may serve other apps. */
const isOfFanout = ({ construct }: GraphResource): boolean => propNamesAround(construct) !== undefined;

/** A global table has one for each Region. */
const keysOfTable = ({ properties }: GraphResource): readonly unknown[] =>
  [properties, ...listOf(properties['Replicas']).map(recordOf)].map(
    ({ SSESpecification: encryption }) => recordOf(encryption)['KMSMasterKeyId'],
  );
