import { EventSourceMappings } from '../../embedded/event-sources/index.ts';
import type { JsonObject } from '../../embedded/json.ts';
import type { ServiceCall } from '../../embedded/service-call.ts';
import { InMemoryStream } from './in-memory-stream.ts';
import { ScriptedFunction } from './scripted-function.ts';

/** A stream in memory with an event source mapping to a scripted function. */
export class MappedStream {
  readonly fn = new ScriptedFunction();
  readonly stream = new InMemoryStream();
  /** Bodies that the mapping has sent to on-failure queues. */
  readonly notices: Record<string, unknown>[] = [];
  readonly mappings: EventSourceMappings;

  constructor() {
    const sqs: ServiceCall = async <Output>(action: string, input: object) => {
      if (action === 'SendMessage') this.notices.push(JSON.parse(Reflect.get(input, 'MessageBody')));
      return { QueueUrl: 'http://127.0.0.1/queue' } as Output;
    };
    this.mappings = new EventSourceMappings({ lambda: this.fn, sqs, streams: this.stream.call });
  }

  /** Maps the stream to the function; returns the mapping's id. */
  map(properties: JsonObject = {}): string {
    return this.mappings.create({
      EventSourceArn: this.stream.arn,
      FunctionName: 'consumer',
      StartingPosition: 'TRIM_HORIZON',
      ...properties,
    }).uuid;
  }

  /** Writes and says so, as the gateway does. */
  write(...args: Parameters<InMemoryStream['write']>): string[] {
    const sequenceNumbers = this.stream.write(...args);
    this.mappings.notifyTableWrite('orders');
    return sequenceNumbers;
  }

  /** Keys of all batches, in the order of delivery. */
  get keys(): string[][] {
    return this.fn.batches.map((records) => records.map((record) => record.dynamodb.Keys['pk']?.S ?? ''));
  }

  stop(): Promise<void> {
    return this.mappings.stop();
  }
}
