import type { EventEnvelope } from '../contracts/envelope.ts';
import type { CloudClients } from './cloud-clients.ts';
import { type DeadLetter, readDeadLetters } from './dead-letters.ts';
import { type FanoutParts, findFanoutParts, type SubscriberParts } from './fanout-parts.ts';
import { publishEvent, sendEvent } from './publish-event.ts';
import type { StackOutputs } from './stack-outputs.ts';
import { UnknownNameError } from './unknown-name-error.ts';

/** A deployed stack, black box: clients, outputs, and what goes in and comes out of its topics and queues. */
export class StackUnderTest {
  readonly name: string;
  readonly clients: CloudClients;
  readonly outputs: StackOutputs;
  #parts?: Promise<FanoutParts>;

  constructor(clients: CloudClients, outputs: StackOutputs) {
    this.name = outputs.stackName;
    this.clients = clients;
    this.outputs = outputs;
  }

  /**
   * Publishes an event to a topic, by the topic's logical name or its ARN, as a producer without an outbox would. The name
   * is that of an `EventTopic` of the stack, or of a topic that one of its outboxes publishes to.
   *
   * @throws {UnknownNameError} when the stack knows no topic of that name; it names those that it knows.
   */
  async publish(topic: string, envelope: EventEnvelope): Promise<void> {
    const arn = topic.startsWith('arn:') ? topic : this.#partOf((await this.#find()).topics, topic, 'EventTopic');
    await publishEvent(this.clients, arn, envelope);
  }

  /** Puts an event straight into a subscriber's standard queue, as a redelivery would; answers the message id. */
  async deliver(subscriber: string, envelope: EventEnvelope): Promise<string> {
    const { queueUrl } = await this.subscriber(subscriber);
    return sendEvent(this.clients, queueUrl, envelope);
  }

  /** What is in the dead-letter queue of a subscriber, by its consumer name; everything is put back. */
  async deadLettersOf(subscriber: string): Promise<readonly DeadLetter[]> {
    const { deadLetterQueueUrl } = await this.subscriber(subscriber);
    return readDeadLetters(this.clients, deadLetterQueueUrl);
  }

  /**
   * Queues and function of a subscriber, by its consumer name.
   *
   * @throws {UnknownNameError} when the stack has no such subscriber; it names those that it has.
   */
  async subscriber(name: string): Promise<SubscriberParts> {
    return this.#partOf((await this.#find()).subscribers, name, 'subscriber');
  }

  /** Destroys the clients; calls in flight fail. */
  close(): void {
    this.clients.close();
  }

  #find(): Promise<FanoutParts> {
    this.#parts ??= findFanoutParts(this.clients, this.name);
    return this.#parts;
  }

  #partOf<Part>(parts: ReadonlyMap<string, Part>, name: string, kind: string): Part {
    const part = parts.get(name);
    if (part === undefined) {
      throw new UnknownNameError(`stack ${this.name} has no ${kind} ${JSON.stringify(name)}`, parts.keys());
    }
    return part;
  }
}
