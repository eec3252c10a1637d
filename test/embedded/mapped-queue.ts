import { randomUUID } from 'node:crypto';
import type { Engine } from '../../embedded/engines/engine.ts';
import { startFauxqs } from '../../embedded/engines/fauxqs.ts';
import { jsonServiceCall } from '../../embedded/engines/json-service-call.ts';
import { EventSourceMappings } from '../../embedded/event-sources/index.ts';
import type { JsonObject } from '../../embedded/json.ts';
import type { ServiceCall } from '../../embedded/service-call.ts';
import { ScriptedFunction } from './scripted-function.ts';

/** Runs before each call to SQS; may reject, or answer instead of SQS. */
type Intercept = (action: string, input: object) => Promise<object | undefined>;

/** A queue of a real SQS engine with an event source mapping to a scripted function. */
export class MappedQueue {
  readonly fn = new ScriptedFunction();
  readonly arn: string;
  /** Names of the calls that the mapping has made. */
  readonly calls: string[] = [];
  intercept: Intercept = async () => undefined;
  readonly mappings: EventSourceMappings;
  readonly #sqs: ServiceCall;
  readonly #name: string;
  #url = '';

  constructor(engine: Engine, { isFifo = false } = {}) {
    this.#sqs = jsonServiceCall(engine, 'sqs', 'AmazonSQS');
    this.#name = `queue-${randomUUID()}${isFifo ? '.fifo' : ''}`;
    this.arn = `arn:aws:sqs:us-east-1:000000000000:${this.#name}`;
    const sqs: ServiceCall = async <Output>(action: string, input: object, signal?: AbortSignal) => {
      this.calls.push(action);
      return ((await this.intercept(action, input)) ?? this.#sqs(action, input, signal)) as Output;
    };
    this.mappings = new EventSourceMappings({ lambda: this.fn, sqs, streams: sqs });
  }

  /** Creates the queue; `attributes` are SQS's. */
  async create(attributes: Record<string, string> = {}): Promise<void> {
    const fifo = this.#name.endsWith('.fifo') ? { FifoQueue: 'true', ContentBasedDeduplication: 'true' } : {};
    const { QueueUrl } = await this.#sqs<{ QueueUrl: string }>('CreateQueue', {
      QueueName: this.#name,
      Attributes: { ...fifo, ...attributes },
    });
    this.#url = QueueUrl;
  }

  /** Maps the queue to the function; returns the mapping's id. */
  map(properties: JsonObject = {}): string {
    return this.mappings.create({ EventSourceArn: this.arn, FunctionName: 'consumer', ...properties }).uuid;
  }

  /** Sends messages with these bodies, in order. */
  async send(bodies: readonly string[], parameters: object = {}): Promise<void> {
    for (const MessageBody of bodies)
      await this.#sqs('SendMessage', { QueueUrl: this.#url, MessageBody, ...parameters });
  }

  /** Messages in the queue, in flight or not. */
  async size(): Promise<number> {
    const { Attributes } = await this.#sqs<{ Attributes: Record<string, string> }>('GetQueueAttributes', {
      QueueUrl: this.#url,
      AttributeNames: ['All'],
    });
    return (
      Number(Attributes['ApproximateNumberOfMessages']) + Number(Attributes['ApproximateNumberOfMessagesNotVisible'])
    );
  }

  /** Bodies of all batches, in the order of delivery. */
  get bodies(): string[][] {
    return this.fn.batches.map((records) => records.map((record) => record.body));
  }

  stop(): Promise<void> {
    return this.mappings.stop();
  }
}

/** Starts the SQS engine for {@link MappedQueue}. */
export function startSqs(): Promise<Engine> {
  return startFauxqs(() => 'http://127.0.0.1:4566');
}
