import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { PublishCommand } from '@aws-sdk/client-sns';
import { EVENT_TYPE_ATTRIBUTE, type EventDefinition, formatSequence, serializeEnvelope } from 'fanout/events';
import type { CloudClients } from 'fanout/testing';
import { parcelLost, parcelSent } from './events.ts';

/** An event that SNS acknowledged. */
export interface PublishedParcel {
  readonly id: string;
  readonly type: string;
}

/** Slow enough for LocalStack, whose mappings deliver about nine messages a second. */
const INTERVAL_MS = 400;

/** Publishes parcels to a topic and remembers what was acknowledged. */
export class ParcelPublisher {
  readonly published: PublishedParcel[] = [];
  readonly #clients: CloudClients;
  readonly #topicArn: string;

  constructor(clients: CloudClients, topicArn: string) {
    this.#clients = clients;
    this.#topicArn = topicArn;
  }

  /** Publishes one event; its id is remembered when SNS has answered. */
  async publish({ type }: EventDefinition): Promise<PublishedParcel> {
    const id = randomUUID();
    await this.#clients.sns.send(
      new PublishCommand({
        TopicArn: this.#topicArn,
        Message: serializeEnvelope({
          specversion: '1.0',
          id,
          source: '/deployment',
          type,
          time: new Date().toISOString(),
          datacontenttype: 'application/json',
          partitionkey: id,
          sequence: formatSequence(0),
          data: { parcelId: id },
        }),
        MessageAttributes: { [EVENT_TYPE_ATTRIBUTE]: { DataType: 'String', StringValue: type } },
      }),
    );
    const parcel = { id, type };
    this.published.push(parcel);
    return parcel;
  }

  /** Publishes both types in turn for as long as `work` takes. */
  async publishDuring<Result>(work: Promise<Result>): Promise<Result> {
    let isOver = false;
    const over = work.finally(() => {
      isOver = true;
    });
    while (!isOver) {
      await this.publish(parcelSent);
      await this.publish(parcelLost);
      await pause(INTERVAL_MS);
    }
    return over;
  }
}
