import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { App } from 'aws-cdk-lib';
import {
  type CloudClients,
  connectTo,
  type EmbeddedCloud,
  eventually,
  invokeFunction,
  type ReceivedMessage,
  scanTable,
  startEmbeddedCloud,
  TopicTap,
} from 'fanout/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { bundle } from '../../scripts/bundle.ts';
import { ParcelStack } from './parcels/parcel-stack.ts';

const FUNCTIONS = ['move-parcel', 'write-receipt', 'receipt-relay'];

/** What a topic delivers, in order, gathered as it comes. */
class Gathered {
  readonly messages: ReceivedMessage[] = [];
  readonly #tap: TopicTap;

  constructor(tap: TopicTap) {
    this.#tap = tap;
  }

  /** Waits until a parcel's events are there and answers their types. */
  typesFor(parcelId: string, count: number): Promise<readonly (string | undefined)[]> {
    return eventually(
      async () => {
        this.messages.push(...(await this.#tap.take()));
        const ofParcel = this.messages.filter(({ envelope }) => envelope?.partitionkey === parcelId);
        return ofParcel.length >= count && ofParcel.map(({ envelope }) => envelope?.type);
      },
      { deadlineMs: 30_000, what: `${count} events of ${parcelId}` },
    );
  }

  close(): Promise<void> {
    return this.#tap.close();
  }
}

let folder: string;
let cloud: EmbeddedCloud;
let clients: CloudClients;
let parcels: Gathered;
let receipts: Gathered;
const output = (name: string): string => cloud.stacks[0]?.outputs[name] ?? '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fanout-parcels-'));
  const bundles = join(folder, 'bundles');
  const entries = FUNCTIONS.map((name) => ({ name, entry: `test/embedded/parcels/functions/${name}.ts` }));
  await bundle({ groups: [entries], directory: bundles });
  // CloudFormation's rules take long to load; `npm run check` applies them to what the constructs make.
  vi.stubEnv('CDK_VALIDATION', 'false');
  const app = new App({ outdir: join(folder, 'cdk.out'), context: { 'fanout:checks': false } });
  new ParcelStack(app, 'Parcels', bundles);
  cloud = await startEmbeddedCloud({ assembly: app.synth().directory });
  clients = connectTo({ endpoint: cloud.endpoint });
  parcels = new Gathered(await TopicTap.open(clients, output('ParcelEvents')));
  receipts = new Gathered(await TopicTap.open(clients, output('ReceiptEvents')));
});

afterAll(async () => {
  await Promise.all([parcels.close(), receipts.close()]);
  clients.close();
  await cloud.stop();
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

async function move(parcelId: string, step: 'send' | 'deliver'): Promise<void> {
  const answer = await invokeFunction(clients, output('MoveParcel'), { parcelId, move: step });
  expect(answer).toMatchObject({ ok: true, payload: { status: 'accepted' } });
}

describe('an item outbox, with the real relays', () => {
  it('G1 G3 publishes the events of each write of an item once, in order', async () => {
    await move('p1', 'send');
    await move('p1', 'deliver');
    const Key = { parcelId: 'p1' };
    const TableName = output('Parcels');
    const touch = { TableName, Key, UpdateExpression: 'SET note = :n', ExpressionAttributeValues: { ':n': 'fragile' } };
    await clients.documents.send(new UpdateCommand(touch));
    await move('p2', 'send');

    expect(await parcels.typesFor('p2', 1)).toEqual(['parcel.sent']);
    expect(await parcels.typesFor('p1', 2)).toEqual(['parcel.sent', 'parcel.delivered']);
  });

  it('G1 publishes the event in an item of a guarded consumer, and the one that is derived from it', async () => {
    await move('p3', 'send');
    await move('p3', 'deliver');

    const types = await receipts.typesFor('p3', 2);

    expect([...types].sort()).toEqual(['receipt.filed', 'receipt.issued']);
    const [one, other] = receipts.messages.filter(({ envelope }) => envelope?.partitionkey === 'p3');
    expect(one?.envelope?.id).not.toBe(other?.envelope?.id);
  });

  it('G4 sets aside what nobody can read, and goes on', async () => {
    const Item = { parcelId: 'p4', fanoutEvents: '{}' };
    await clients.documents.send(new PutCommand({ TableName: output('Parcels'), Item }));
    await move('p5', 'send');

    expect(await parcels.typesFor('p5', 1)).toEqual(['parcel.sent']);
    const kept = await eventually(
      async () => {
        const rows = await scanTable<{ pk: string; quarantine: string }>(clients, output('Quarantine'));
        return rows.length > 0 && rows;
      },
      { deadlineMs: 10_000, what: 'the quarantine of a change' },
    );
    expect(kept).toMatchObject([
      {
        pk: 'item {"parcelId":"p4"}',
        quarantine: 'INLINE_EVENTS_INVALID: fanoutEvents must be an array of events',
        image: expect.stringContaining('"fanoutEvents":{"S":"{}"}'),
      },
    ]);
  });
});
