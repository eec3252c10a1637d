import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { eventually } from 'fanout/testing';
import type { Lab } from './lab.ts';
import { DEADLINE_MS } from './messages.ts';
import type { Answer } from './probe.ts';

/** One record that the prober was given. */
export interface Delivered {
  readonly name: string;
  /** The how-manieth delivery of the record this was. */
  readonly run: number;
  /** Streams: `INSERT`, `MODIFY` or `REMOVE`. */
  readonly event?: string;
  /** What beside the body the function was told of a message whose order is `describe`. */
  readonly shape?: { readonly attributes: readonly string[]; readonly messageAttributes: Answer };
}

/** The prober's lines are JSON, behind a prefix where the cloud's log format has one. */
const LINE = /\{"probe":.*\}/;

/** Batches of the source whose ARN holds `source`, in the order in which the prober got them; logs may mix them. */
async function batchesOf(
  { clients }: Lab,
  logGroupName: string,
  source: string,
): Promise<readonly (readonly Delivered[])[]> {
  const batches: { at: number; records: readonly Delivered[] }[] = [];
  let nextToken: string | undefined;
  do {
    const page = await clients.logs.send(new FilterLogEventsCommand({ logGroupName, nextToken }));
    for (const { message = '' } of page.events ?? []) {
      const line = LINE.exec(message)?.[0];
      const { probe, at, records } = line === undefined ? {} : JSON.parse(line);
      if (probe?.includes(source)) batches.push({ at, records });
    }
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return batches.sort((one, other) => one.at - other.at).map(({ records }) => records);
}

/** Waits until the batches of a queue of the stack are `enough`, and answers them. */
export function queueBatches(
  lab: Lab,
  queue: string,
  enough: (batches: readonly (readonly Delivered[])[]) => boolean,
): Promise<readonly (readonly Delivered[])[]> {
  return waitFor(lab, lab.outputs.get('LogGroup'), queueName(lab, queue), enough);
}

/** ARNs of queues end with their names, as do their URLs. */
const queueName = (lab: Lab, queue: string): string => lab.outputs.get(`${queue}QueueUrl`).split('/').at(-1) ?? '';

/** Waits until the batches of a table's stream are `enough`, and answers them. */
export function streamBatches(
  lab: Lab,
  table: string,
  enough: (batches: readonly (readonly Delivered[])[]) => boolean,
): Promise<readonly (readonly Delivered[])[]> {
  return waitFor(lab, lab.outputs.get(`${table}LogGroup`), lab.outputs.get(`${table}TableName`), enough);
}

/** The batches of a table's stream up to now. */
export const batchesNow = (lab: Lab, table: string): Promise<readonly (readonly Delivered[])[]> =>
  batchesOf(lab, lab.outputs.get(`${table}LogGroup`), lab.outputs.get(`${table}TableName`));

/** The names of all batches, in order. */
export const namesOf = (batches: readonly (readonly Delivered[])[]): readonly string[] =>
  batches.flat().map(({ name }) => name);

function waitFor(
  lab: Lab,
  logGroup: string,
  source: string,
  enough: (batches: readonly (readonly Delivered[])[]) => boolean,
): Promise<readonly (readonly Delivered[])[]> {
  return eventually(
    async () => {
      const batches = await batchesOf(lab, logGroup, source);
      return enough(batches) && batches;
    },
    { deadlineMs: DEADLINE_MS, what: `the deliveries from ${source}`, intervalMs: 400 },
  );
}
