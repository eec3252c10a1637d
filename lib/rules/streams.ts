import { environmentNames } from '../../contracts/environment.ts';
import { deployedTogether } from '../graph/deployed-together.ts';
import type { FanoutGraph } from '../graph/fanout-graph.ts';
import type { GraphResource } from '../graph/graph-resource.ts';
import { recordOf } from '../graph/property-values.ts';
import { isRelay } from './relays.ts';
import type { Rule } from './rule.ts';

const PAGE = 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html';
const NEW_IMAGE = 'NEW_IMAGE';
const BOTH_IMAGES = 'NEW_AND_OLD_IMAGES';
const TABLE_TYPES = ['AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable'] as const;
const MAX_READERS = 2;

/** View types that the relays of a table can work with; undefined when none reads it. */
function neededViews(graph: FanoutGraph, table: GraphResource): readonly string[] | undefined {
  const relays = graph
    .mappingsOf(table)
    .map((mapping) => graph.functionAt(mapping.function))
    .filter((reader) => reader !== undefined && isRelay(reader));
  if (relays.length === 0) {
    return undefined;
  }
  // Events in items are told from those of the item's last version, which an item relay has to see.
  return relays.some((relay) => relay?.environment[environmentNames.quarantineTable] !== undefined)
    ? [BOTH_IMAGES]
    : [NEW_IMAGE, BOTH_IMAGES];
}

const streamView: Rule = {
  id: 'Fanout-StreamViewType',
  severity: 'error',
  demand: 'The stream that an outbox relay reads shows new images; where events ride in items, old ones too.',
  consequence:
    'The relay sees that something was written and not what, or not what was new in it: events are lost, or published again with every change.',
  remedy:
    "Set the table's stream to NEW_AND_OLD_IMAGES. A new view type replaces the stream, so do it while nothing is in flight.",
  reference: PAGE,
  *evaluate(graph) {
    for (const table of graph.ofType(...TABLE_TYPES)) {
      const needed = neededViews(graph, table);
      const view = recordOf(table.properties['StreamSpecification'])['StreamViewType'];
      if (needed !== undefined && typeof view === 'string' && !needed.includes(view)) {
        yield {
          at: table,
          property: 'StreamSpecification',
          message: `StreamViewType must be ${needed.join(' or ')}, got ${view}`,
        };
      }
    }
  },
};

const streamReaders: Rule = {
  id: 'Fanout-StreamReaders',
  severity: 'error',
  demand: `A table's stream has at most ${MAX_READERS} readers, that of a global table with replicas one.`,
  consequence: 'DynamoDB throttles them all: the relay falls behind the 24 hours that the stream keeps.',
  remedy: 'Let one function read and publish to a topic that fans out.',
  reference: PAGE,
  *evaluate(graph) {
    for (const table of graph.ofType(...TABLE_TYPES)) {
      const enabled = graph.mappingsOf(table).filter((mapping) => mapping.enabled !== false);
      const readers = deployedTogether(enabled, ({ resource }) => resource);
      const most = hasReplicas(table) ? 1 : MAX_READERS;
      if (readers.length > most) {
        yield {
          at: table,
          property: 'TableName',
          message: `the stream must have at most ${most} ${most === 1 ? 'reader' : 'readers'}, got ${readers.map(({ resource }) => resource.path).join(', ')}`,
        };
      }
    }
  },
};

const hasReplicas = ({ properties }: GraphResource): boolean =>
  Array.isArray(properties['Replicas']) && properties['Replicas'].length > 1;

const streamGivesUp: Rule = {
  id: 'Fanout-RelayGivesUp',
  severity: 'error',
  demand: "The outbox relay's mapping has no limit on retries and on the age of records.",
  consequence:
    'Lambda drops records beyond the limit without a word: their events wait for the sweeper, or are lost where nothing sweeps.',
  remedy: 'Leave both limits out, or set them to -1.',
  reference: 'https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-eventsourcemapping.html',
  *evaluate(graph) {
    for (const { resource, source, function: reader } of graph.mappings) {
      const relay = graph.functionAt(reader);
      if (
        relay === undefined ||
        !isRelay(relay) ||
        graph.resourceAt(source)?.type.startsWith('AWS::DynamoDB') !== true
      ) {
        continue;
      }
      for (const property of ['MaximumRetryAttempts', 'MaximumRecordAgeInSeconds']) {
        const limit = resource.properties[property] ?? -1;
        if (typeof limit === 'number' && limit !== -1) {
          yield { at: resource, property, message: `${property} must be -1, no limit, got ${limit}` };
        }
      }
    }
  },
};

/** How an outbox is read. */
export const streamRules: readonly Rule[] = [streamView, streamReaders, streamGivesUp];
