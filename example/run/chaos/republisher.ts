import { randomUUID } from 'node:crypto';
import { PublishCommand } from '@aws-sdk/client-sns';
import { type CloudClients, type ReceivedMessage, readQueueDepth, TopicTap } from 'fanout/testing';
import { fractionOf } from '../random.ts';

/** Share of a topic's events that are published again. */
const REPUBLISHED_SHARE = 0.1;

/** Publishes a share of a topic's events a second time, as a publisher does that got no answer. */
export class Republisher {
  readonly #clients: CloudClients;
  readonly #tap: TopicTap;
  readonly #seed: number;
  readonly #copied = new Set<string>();
  #stopping = false;
  #loop: Promise<void> = Promise.resolve();

  private constructor(clients: CloudClients, tap: TopicTap, seed: number) {
    this.#clients = clients;
    this.#tap = tap;
    this.#seed = seed;
  }

  /** Starts to listen to a topic. Stop it. */
  static async start(clients: CloudClients, topicArn: string, seed: number): Promise<Republisher> {
    const republisher = new Republisher(clients, await TopicTap.open(clients, topicArn), seed);
    republisher.#loop = republisher.#listen();
    // Whoever stops it is told of its failure; until then it must not count as nobody's.
    republisher.#loop.catch(() => {});
    return republisher;
  }

  /** Events published again so far. */
  get count(): number {
    return this.#copied.size;
  }

  /** Whether it has looked at everything that was published so far. */
  async isIdle(): Promise<boolean> {
    const { waiting, inFlight } = await readQueueDepth(this.#clients, this.#tap.queueUrl);
    return waiting === 0 && inFlight === 0;
  }

  /** Stops listening and removes the tap. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#loop;
    await this.#tap.close();
  }

  async #listen(): Promise<void> {
    while (!this.#stopping) {
      const messages = await this.#tap.take();
      await Promise.all(messages.filter((message) => this.#isChosen(message)).map((message) => this.#copy(message)));
    }
  }

  /** Decides by the order's customer and the type, so that a seed decides alike in every run. The first one always is. */
  #isChosen({ envelope }: ReceivedMessage): boolean {
    if (envelope === undefined || this.#copied.has(envelope.id)) {
      return false;
    }
    const { customerEmail } = envelope.data as { customerEmail?: string };
    const isChosen =
      this.count === 0 || fractionOf(this.#seed, `${customerEmail} ${envelope.type}`) < REPUBLISHED_SHARE;
    if (isChosen) {
      this.#copied.add(envelope.id);
    }
    return isChosen;
  }

  async #copy({ body, attributes, group }: ReceivedMessage): Promise<void> {
    await this.#clients.sns.send(
      new PublishCommand({
        TopicArn: this.#tap.topicArn,
        Message: body,
        MessageAttributes: Object.fromEntries(
          Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
        ),
        // A fresh id, or the FIFO topic would absorb the copy instead of the consumers.
        ...(group !== undefined && { MessageGroupId: group, MessageDeduplicationId: randomUUID() }),
      }),
    );
  }
}
