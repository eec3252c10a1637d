import { randomUUID } from 'node:crypto';
import type { JsonObject } from '../json.ts';
import type { FunctionConfiguration, FunctionInvoker } from '../lambda/index.ts';
import { type ServiceCall, ServiceError } from '../service-call.ts';
import type { MappingConfiguration } from './mapping-configuration.ts';
import { describeMapping, type MappingDescription } from './mapping-description.ts';
import { invalidParameter, Parameters } from './parameters.ts';
import { parseConfiguration, updatedConfiguration } from './parse-configuration.ts';
import type { RunningMapping } from './running-mapping.ts';
import { QueueMapping } from './sqs/queue-mapping.ts';
import { StreamMapping } from './streams/stream-mapping.ts';

/** What mappings read from and invoke. */
export interface EventSourceMappingsProps {
  readonly lambda: FunctionInvoker & { configuration(nameOrArn: string): FunctionConfiguration | undefined };
  readonly sqs: ServiceCall;
  /** DynamoDB Streams. */
  readonly streams: ServiceCall;
}

/** Which mappings to list; both must fit. */
export interface MappingSelection {
  /** @default - of every function */
  readonly functionName?: string;
  /** @default - of every source */
  readonly eventSourceArn?: string;
}

interface Entry {
  readonly uuid: string;
  readonly functionArn: string;
  readonly mapping: RunningMapping;
  configuration: MappingConfiguration;
  modifiedAt: number;
}

/** Lambda's event source mappings: they read queues and streams and invoke functions with batches. */
export class EventSourceMappings {
  readonly #props: EventSourceMappingsProps;
  readonly #entries = new Map<string, Entry>();

  constructor(props: EventSourceMappingsProps) {
    this.#props = props;
  }

  /**
   * Creates a mapping from the properties of `AWS::Lambda::EventSourceMapping` and starts it, unless `Enabled` is false.
   *
   * @throws {ServiceError} `InvalidParameterValueException`, also for what the embedded cloud does not run.
   */
  create(properties: JsonObject): { uuid: string } {
    const configuration = parseConfiguration(properties);
    const functionArn = this.#props.lambda.configuration(configuration.functionName)?.arn;
    if (functionArn === undefined)
      throw invalidParameter(`FunctionName must name a function, got ${configuration.functionName}`);
    const isEnabled = new Parameters(properties).flag('Enabled', true);
    const uuid = randomUUID();
    const mapping = this.#mappingFor(configuration, functionArn);
    this.#entries.set(uuid, { uuid, functionArn, mapping, configuration, modifiedAt: Date.now() });
    if (isEnabled) mapping.resume();
    return { uuid };
  }

  /** @throws {ServiceError} `ResourceNotFoundException`. */
  describe(uuid: string): MappingDescription {
    const entry = this.#entry(uuid);
    return describeMapping(entry, entry.configuration, entry.mapping);
  }

  /** Describes the mappings that fit, in the order of creation. */
  list({ functionName, eventSourceArn }: MappingSelection = {}): MappingDescription[] {
    const functionArn = functionName === undefined ? undefined : this.#props.lambda.configuration(functionName)?.arn;
    return [...this.#entries.values()]
      .filter((entry) => functionName === undefined || entry.functionArn === functionArn)
      .filter(({ configuration }) => eventSourceArn === undefined || configuration.source.arn === eventSourceArn)
      .map((entry) => describeMapping(entry, entry.configuration, entry.mapping));
  }

  /**
   * Changes `BatchSize`, `MaximumBatchingWindowInSeconds` or `ScalingConfig`, and pauses or resumes by `Enabled`.
   *
   * A paused mapping is `Disabling` until what it runs has ended; it keeps its position in a stream.
   *
   * @throws {ServiceError} `ResourceNotFoundException` or `InvalidParameterValueException`.
   */
  update(uuid: string, changes: JsonObject): MappingDescription {
    const entry = this.#entry(uuid);
    entry.configuration = updatedConfiguration(entry.configuration, changes);
    entry.mapping.configure(entry.configuration);
    const parameters = new Parameters(changes);
    if (parameters.has('Enabled')) {
      if (parameters.flag('Enabled', true)) entry.mapping.resume();
      else void entry.mapping.pause();
    }
    entry.modifiedAt = Date.now();
    return this.describe(uuid);
  }

  /** Makes mappings look at the streams of a table now, or at every stream when no table is named. */
  notifyTableWrite(tableName?: string): void {
    for (const { configuration, mapping } of this.#entries.values()) {
      if (tableName === undefined || configuration.source.name === tableName) mapping.wake();
    }
  }

  /** Ends all mappings. Resolves when their running invocations are over; ending the functions first makes that quick. */
  async stop(): Promise<void> {
    await Promise.all([...this.#entries.values()].map(({ mapping }) => mapping.stop()));
  }

  #mappingFor(configuration: MappingConfiguration, functionArn: string): RunningMapping {
    const { lambda, sqs, streams } = this.#props;
    const { stream } = configuration;
    if (stream === undefined) return new QueueMapping(configuration, lambda, sqs);
    return new StreamMapping({ ...configuration, stream }, { lambda, functionArn, sqs, streams });
  }

  #entry(uuid: string): Entry {
    const entry = this.#entries.get(uuid);
    if (entry !== undefined) return entry;
    throw new ServiceError(
      'ResourceNotFoundException',
      `The resource you requested does not exist: event source mapping ${uuid}`,
      404,
    );
  }
}
