import { ServiceError } from '../service-error.ts';
import type { Surroundings } from '../surroundings.ts';
import { type BatchWriteItemInput, type BatchWriteItemOutput, batchWrite } from './batch-write.ts';
import type { DynamoDbOptions } from './dynamodb-options.ts';
import { throttled } from './errors.ts';
import type { Item } from './item.ts';
import type { Page } from './page.ts';
import { type QueryInput, query } from './query.ts';
import { type GetItemInput, type GetItemOutput, readItem } from './read-item.ts';
import { type ScanInput, scan } from './scan.ts';
import {
  capacityOfWrite,
  type DeleteItemInput,
  type PutItemInput,
  type UpdateItemInput,
  type WriteOutput,
  writeAlone,
} from './single-write.ts';
import { DynamoDbStreams } from './streams.ts';
import { Table } from './table.ts';
import { type CreateTableInput, keySchemaOf, streamViewTypeOf } from './table-definition.ts';
import { keyOfRequest } from './table-key.ts';
import { TableStream } from './table-stream.ts';
import { type TransactGetItemsInput, type TransactGetItemsOutput, transactGet } from './transact-get.ts';
import {
  beginTransaction,
  type OngoingTransaction,
  type TransactWriteItemsInput,
  type TransactWriteItemsOutput,
} from './transact-write.ts';
import { TransactionTokens } from './transaction-tokens.ts';
import { returnedAttributes } from './update-return.ts';
import { invalid } from './validation-error.ts';
import { deleteAction, putAction, updateAction, type WriteAction } from './write-action.ts';

const MAX_TTL_DELAY_MS = 2 * 86_400_000;
const ACCOUNT = 'arn:aws:dynamodb:us-east-1:000000000000';

/**
 * DynamoDB as AWS documents it, in memory: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/.
 *
 * Every method is one action, carried out at once and whole; it throws a `ServiceError` with AWS's code and has then
 * changed nothing. Items go in as plain values and are copied; items that come out are frozen and shared.
 */
export class DynamoDb {
  readonly streams: DynamoDbStreams;
  readonly #surroundings: Surroundings;
  readonly #options: DynamoDbOptions;
  readonly #tables = new Map<string, Table>();
  readonly #tokens: TransactionTokens;
  #streamCount = 0;

  constructor(surroundings: Surroundings, options: DynamoDbOptions = {}) {
    this.#surroundings = surroundings;
    this.#options = options;
    this.#tokens = new TransactionTokens(surroundings.clock);
    this.streams = new DynamoDbStreams(surroundings.clock, () => this.#settle());
  }

  /** @throws {ServiceError} `ValidationException`, or `ResourceInUseException` when the table exists. */
  createTable(input: CreateTableInput): { readonly tableArn: string; readonly latestStreamArn?: string } {
    const { tableName } = input;
    const schema = keySchemaOf(input);
    const viewType = streamViewTypeOf(input.streamSpecification);
    if (this.#tables.has(tableName)) {
      throw new ServiceError('ResourceInUseException', `Table already exists: ${tableName}`);
    }
    const table = new Table(tableName, schema, this.#surroundings.clock);
    const tableArn = `${ACCOUNT}:table/${tableName}`;
    if (viewType !== undefined) {
      this.#streamCount++;
      const stream = new TableStream(`${tableArn}/stream/${this.#streamLabel()}`, viewType, this.#surroundings.clock);
      table.stream = stream;
      this.streams.register({ stream, tableName, schema });
    }
    this.#tables.set(tableName, table);
    return { tableArn, ...(table.stream !== undefined && { latestStreamArn: table.stream.arn }) };
  }

  /** Deletes a table with its items. What its stream has can still be read for 24 hours. */
  deleteTable({ tableName }: { readonly tableName: string }): void {
    this.#table(tableName).stream?.disable();
    this.#tables.delete(tableName);
  }

  /** Starts or ends the deletion of items whose attribute, in epoch seconds, has passed. */
  updateTimeToLive(input: {
    readonly tableName: string;
    readonly timeToLiveSpecification: { readonly enabled: boolean; readonly attributeName: string };
  }): void {
    const { enabled, attributeName } = input.timeToLiveSpecification;
    const table = this.#table(input.tableName);
    if ((table.timeToLive !== undefined) === enabled) {
      throw invalid(`TimeToLive is already ${enabled ? 'enabled' : 'disabled'}`);
    }
    const { random } = this.#surroundings;
    const { timeToLiveDelayMs = () => Math.floor(random.next() * MAX_TTL_DELAY_MS) } = this.#options;
    if (enabled) table.enableTimeToLive(attributeName, timeToLiveDelayMs);
    else table.timeToLive = undefined;
  }

  /** Replaces an item, or creates it. */
  putItem(input: PutItemInput): WriteOutput {
    const written = writeAlone(this.#admitted(putAction(this.#table(input.tableName), input)));
    return {
      ...(input.returnValues === 'ALL_OLD' && written.old !== undefined && { attributes: written.old }),
      ...capacityOfWrite(input.tableName, written, input),
    };
  }

  /** Changes attributes of an item, or creates it. */
  updateItem(input: UpdateItemInput): WriteOutput {
    const written = writeAlone(this.#admitted(updateAction(this.#table(input.tableName), input)));
    const attributes = returnedAttributes(input, written);
    return { ...(attributes !== undefined && { attributes }), ...capacityOfWrite(input.tableName, written, input) };
  }

  /** Deletes an item; one that does not exist is no error. */
  deleteItem(input: DeleteItemInput): WriteOutput {
    const written = writeAlone(this.#admitted(deleteAction(this.#table(input.tableName), input)));
    return {
      ...(input.returnValues === 'ALL_OLD' && written.old !== undefined && { attributes: written.old }),
      ...capacityOfWrite(input.tableName, written, input),
    };
  }

  getItem(input: GetItemInput): GetItemOutput {
    const table = this.#table(input.tableName);
    const key = keyOfRequest(table.schema, input.key);
    if (this.#options.isThrottled?.({ tableName: table.name, key: key.attributes, isWrite: false })) throw throttled();
    return readItem(table, input);
  }

  /** Items of one partition key in the order of their sort keys, a page at a time. */
  query(input: QueryInput): Page {
    return query(this.#table(input.tableName), input);
  }

  /** All items of a table, a page at a time. */
  scan(input: ScanInput): Page {
    return scan(this.#table(input.tableName), input);
  }

  /**
   * Up to 25 puts and deletions, each for itself: what is throttled or held by a transaction comes back unprocessed.
   *
   * @throws {ServiceError} `ThrottlingException` when none could be carried out for throttling.
   */
  batchWriteItem(input: BatchWriteItemInput): BatchWriteItemOutput {
    return batchWrite(input, {
      table: (name) => this.#table(name),
      isThrottled: (action) => this.#isThrottled(action),
    });
  }

  /**
   * Up to 100 items as they are at one moment.
   *
   * @throws {TransactionCanceledError} while a transaction holds one of them.
   */
  transactGetItems(input: TransactGetItemsInput): TransactGetItemsOutput {
    return transactGet(input, (name) => this.#table(name));
  }

  /**
   * Up to 100 writes and conditions, all or nothing.
   *
   * @throws {TransactionCanceledError} with a reason for each action.
   * @throws {ServiceError} `ValidationException`, `IdempotentParameterMismatchException` or
   * `TransactionInProgressException`.
   */
  transactWriteItems(input: TransactWriteItemsInput): TransactWriteItemsOutput {
    return this.beginTransactWriteItems(input).commit();
  }

  /**
   * The first half of {@link transactWriteItems}: checks the transaction and holds its items until it is committed or
   * rolled back. Writes of these items are meanwhile refused with a conflict, as on AWS while a transaction is ongoing.
   */
  beginTransactWriteItems(input: TransactWriteItemsInput): OngoingTransaction {
    return beginTransaction(input, {
      tokens: this.#tokens,
      table: (name) => this.#table(name),
      isThrottled: (action) => this.#isThrottled(action),
    });
  }

  /** Every item of a table, partition keys in the order of their coming: for checkers and fakes, AWS has no such call. */
  itemsOf(tableName: string): readonly Item[] {
    return this.#table(tableName).items();
  }

  /** When something changes by itself next: an item that time to live deletes. */
  nextChangeAt(): number | undefined {
    let next: number | undefined;
    for (const table of this.#tables.values()) {
      const at = table.nextChangeAt();
      if (at !== undefined && (next === undefined || at < next)) next = at;
    }
    return next;
  }

  #table(tableName: string): Table {
    const table = this.#tables.get(tableName);
    if (table === undefined) {
      throw new ServiceError(
        'ResourceNotFoundException',
        `Requested resource not found: Table: ${tableName} not found`,
      );
    }
    table.settle();
    return table;
  }

  #settle(): void {
    for (const table of this.#tables.values()) table.settle();
  }

  #admitted(action: WriteAction): WriteAction {
    if (this.#isThrottled(action)) throw throttled();
    return action;
  }

  #isThrottled({ table, key }: WriteAction): boolean {
    return this.#options.isThrottled?.({ tableName: table.name, key: key.attributes, isWrite: true }) ?? false;
  }

  #streamLabel(): string {
    const created = new Date(this.#surroundings.clock.now()).toISOString().slice(0, -4);
    return `${created}${String(this.#streamCount).padStart(3, '0')}`;
  }
}
