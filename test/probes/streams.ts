import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { eventually, pauseMapping, resumeMapping } from 'fanout/testing';
import { batchesNow, namesOf, streamBatches } from './deliveries.ts';
import type { Lab } from './lab.ts';
import { DEADLINE_MS, type Order, take } from './messages.ts';
import type { Probe } from './probe.ts';

const LAMBDA = 'https://docs.aws.amazon.com/lambda/latest/dg';
const LAMBDA_API = 'https://docs.aws.amazon.com/lambda/latest/api';
const PARTIAL = `${LAMBDA}/services-ddb-batchfailurereporting.html`;

/** Writes items in order; each tells the prober what to do with its record. */
async function write(lab: Lab, table: string, orders: readonly Order[]): Promise<void> {
  for (const { name: pk, ...order } of orders) {
    const Item = { pk, order: JSON.stringify(order) };
    await lab.clients.documents.send(new PutCommand({ TableName: lab.outputs.get(`${table}TableName`), Item }));
  }
}

/** Writes before a table's mapping is enabled for the first time, so that the first batch holds all of it. */
async function inOneBatch(lab: Lab, table: string, orders: readonly Order[]): Promise<void> {
  await write(lab, table, orders);
  await resumeMapping(lab.clients, lab.outputs.get(`${table}MappingId`));
}

const batchNames = (batches: Awaited<ReturnType<typeof streamBatches>>) => batches.map((batch) => namesOf([batch]));

/** How a mapping reads a table's stream. */
export const streamProbes: readonly Probe[] = [
  {
    id: 'stream-partial-failure',
    question: 'A function reports the second and then the third of four records, once: which batches does it get?',
    aws: {
      answer: [
        ['a', 'b', 'c', 'd'],
        ['b', 'c', 'd'],
      ],
      page: PARTIAL,
    },
    async run(lab) {
      await inOneBatch(lab, 'StreamPartial', [
        { name: 'a' },
        { name: 'b', act: 'report', times: 1 },
        { name: 'c', act: 'report', times: 1 },
        { name: 'd' },
      ]);
      return batchNames(await streamBatches(lab, 'StreamPartial', (seen) => seen.length >= 2));
    },
  },
  {
    id: 'stream-null-identifier',
    question:
      'A function answers a null itemIdentifier to a batch of two records, one retry: which batches does it get?',
    aws: {
      answer: [
        ['a', 'b'],
        ['a', 'b'],
      ],
      page: PARTIAL,
    },
    async run(lab) {
      const answer = { batchItemFailures: [{ itemIdentifier: null }] };
      await inOneBatch(lab, 'StreamNullId', [{ name: 'a', act: 'answer', answer }, { name: 'b' }]);
      return batchNames(await streamBatches(lab, 'StreamNullId', (seen) => seen.length >= 2));
    },
  },
  {
    id: 'stream-bisect',
    question: 'A record that always throws, bisecting, one retry: how many records are discarded to the destination?',
    aws: { answer: 1, page: `${LAMBDA}/services-dynamodb-errors.html` },
    differs: { localstack: { answer: 4, reason: 'the mapping does not bisect: the whole batch is discarded' } },
    async run(lab) {
      await inOneBatch(lab, 'StreamBisect', [
        { name: 'a' },
        { name: 'b' },
        { name: 'failing', act: 'throw' },
        { name: 'd' },
      ]);
      const [notice] = await take(lab, lab.outputs.get('StreamBisectDiscardedQueueUrl'), 1, 20);
      return JSON.parse(notice?.Body ?? '{}').DDBStreamBatchInfo?.batchSize ?? null;
    },
  },
  {
    id: 'stream-trim-horizon',
    question: 'TRIM_HORIZON: which records are delivered of those written before the mapping was first enabled?',
    aws: { answer: ['first'], page: `${LAMBDA}/services-dynamodb-eventsourcemapping.html` },
    async run(lab) {
      await inOneBatch(lab, 'StreamHorizon', [{ name: 'first' }]);
      return namesOf(await streamBatches(lab, 'StreamHorizon', (seen) => seen.length > 0));
    },
  },
  {
    id: 'stream-latest',
    question: 'LATEST: which of them are?',
    aws: { answer: [], page: `${LAMBDA}/services-dynamodb-eventsourcemapping.html` },
    async run(lab) {
      await inOneBatch(lab, 'StreamLatest', [{ name: 'first' }]);
      // Until the mapping really reads, records of after its start may be missed too.
      const later = async () => {
        await write(lab, 'StreamLatest', [{ name: `later ${Date.now()}` }]);
        const seen = namesOf(await batchesNow(lab, 'StreamLatest'));
        return seen.some((name) => name.startsWith('later')) && seen;
      };
      const seen = await eventually(later, { deadlineMs: DEADLINE_MS, what: 'a later record', intervalMs: 1_000 });
      return seen.filter((name) => name === 'first');
    },
  },
  {
    id: 'stream-filter',
    question:
      'Only INSERT passes the filter: an item is put, changed and deleted, then another put. What is delivered?',
    aws: { answer: ['INSERT one', 'INSERT two'], page: `${LAMBDA}/with-ddb-filtering.html` },
    async run(lab) {
      await write(lab, 'StreamFilter', [{ name: 'one' }, { name: 'one', times: 2 }]);
      const TableName = lab.outputs.get('StreamFilterTableName');
      await lab.clients.documents.send(new DeleteCommand({ TableName, Key: { pk: 'one' } }));
      await write(lab, 'StreamFilter', [{ name: 'two' }]);
      const batches = await streamBatches(lab, 'StreamFilter', (seen) => namesOf(seen).includes('two'));
      return batches.flat().map(({ event, name }) => `${event} ${name}`);
    },
  },
  {
    id: 'stream-pause',
    question: 'Items written before, during and after a pause of the mapping: what is delivered, in which order?',
    aws: {
      answer: ['before', 'during', 'after'],
      page: `${LAMBDA_API}/API_UpdateEventSourceMapping.html`,
      inferred: 'a disabled mapping pauses; an earlier edition of the page said that it goes on where it had stopped',
    },
    differs: {
      localstack: {
        answer: ['before', 'before', 'during', 'after'],
        reason: 'an enabled mapping starts again at its starting position; consumers absorb the copies',
      },
    },
    async run(lab) {
      const mapping = lab.outputs.get('StreamPauseMappingId');
      await write(lab, 'StreamPause', [{ name: 'before' }]);
      await streamBatches(lab, 'StreamPause', (seen) => seen.length > 0);
      await pauseMapping(lab.clients, mapping);
      await write(lab, 'StreamPause', [{ name: 'during' }]);
      await resumeMapping(lab.clients, mapping);
      await write(lab, 'StreamPause', [{ name: 'after' }]);
      return namesOf(await streamBatches(lab, 'StreamPause', (seen) => namesOf(seen).includes('after')));
    },
  },
  {
    id: 'stream-no-change',
    question: 'The same item is put twice: how many records does the stream have?',
    aws: {
      answer: ['INSERT same', 'INSERT other'],
      page: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html',
    },
    differs: {
      embedded: {
        answer: ['INSERT same', 'MODIFY same', 'INSERT other'],
        reason: 'a write that changes nothing leaves a record (dynoxide)',
      },
    },
    async run(lab) {
      await inOneBatch(lab, 'StreamNoChange', [{ name: 'same' }, { name: 'same' }, { name: 'other' }]);
      const batches = await streamBatches(lab, 'StreamNoChange', (seen) => namesOf(seen).includes('other'));
      return batches.flat().map(({ event, name }) => `${event} ${name}`);
    },
  },
];
