import {
  ConditionalCheckFailedException,
  IdempotentParameterMismatchException,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { inboxTable } from '../../contracts/tables.ts';
import { plainItem, type RawItem } from '../runtime/attribute-value.ts';
import { OutboxMissingError, TransactionConflictError } from '../runtime/errors.ts';
import type { MarkerRow } from '../runtime/inbox/inbox-row.ts';
import { markerOutcome } from '../runtime/inbox/marker-outcome.ts';
import {
  actionsOf,
  completeMarker,
  insertMarker,
  type TransactionAction,
  type TransactionTables,
} from '../runtime/inbox/transaction-actions.ts';
import { asLimitError, checkLimits } from '../runtime/inbox/transaction-limits.ts';
import type {
  GuardedCreate,
  GuardResult,
  Marker,
  TransactionRequest,
  TransactionResult,
  TransactionStore,
} from '../runtime/ports/index.ts';
import { readCancellation } from './cancellation.ts';
import { isPassing, withFailuresNamed } from './dynamodb-failure.ts';
import { createGuardedItem } from './guarded-create.ts';
import { type RetryPorts, retryInPlace } from './retry-in-place.ts';

/** Props for {@link DynamoDbTransactionStore}. */
export interface DynamoDbTransactionStoreProps extends TransactionTables, RetryPorts {
  readonly client: DynamoDBDocumentClient;
}

/** Atomic writes by `TransactWriteItems`; a marker that is alone is one plain conditional write, at half the units. */
export class DynamoDbTransactionStore implements TransactionStore {
  readonly #props: DynamoDbTransactionStoreProps;

  constructor(props: DynamoDbTransactionStoreProps) {
    this.#props = props;
  }

  commit(request: TransactionRequest): Promise<TransactionResult> {
    return withFailuresNamed(() => this.#commit(request));
  }

  createGuarded(create: GuardedCreate): Promise<GuardResult> {
    return withFailuresNamed(() => createGuardedItem(create, this.#props));
  }

  async #commit(request: TransactionRequest): Promise<TransactionResult> {
    if (request.writes.length === 0 && request.entries.length === 0) {
      return this.#commitMarker(request.marker);
    }
    if (request.entries.length > 0 && this.#props.outboxTable === undefined) {
      throw new OutboxMissingError(
        'events were emitted as outbox entries, but the function has no outbox table; connect it to an Outbox, or let the events ride in an item: transaction.put(write, (events) => events.emit(...))',
      );
    }
    const actions = actionsOf(request, this.#props, this.#props.clock.now());
    checkLimits(actions, this.#props);
    try {
      await this.#transact(request.token, actions);
      return { outcome: 'committed' };
    } catch (error) {
      return this.#answer(request.marker, actions, error);
    }
  }

  async #commitMarker(marker: Marker): Promise<TransactionResult> {
    const { client, clock, deadline, inboxTable: table } = this.#props;
    const send = (): Promise<unknown> =>
      marker.kind === 'insert'
        ? client.send(new PutCommand(insertMarker(marker, table, clock.now())), deadline.options())
        : client.send(new UpdateCommand(completeMarker(marker, table)), deadline.options());
    try {
      await retryInPlace(send, isPassing, this.#props);
      return { outcome: 'committed' };
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) {
        return this.#answerTaken(marker, error.Item, error);
      }
      throw asLimitError(error);
    }
  }

  /** The token makes a repeat harmless when nobody knows whether the try before it was carried out. */
  async #transact(token: string, actions: readonly TransactionAction[]): Promise<void> {
    const { client, deadline } = this.#props;
    const command = new TransactWriteCommand({ TransactItems: [...actions], ClientRequestToken: token });
    const mayPass = (error: unknown): boolean =>
      isPassing(error) ||
      (error instanceof TransactionCanceledException &&
        readCancellation(error.CancellationReasons, actions.length).kind === 'passing');
    await retryInPlace(() => client.send(command, deadline.options()), mayPass, this.#props);
  }

  async #answer(marker: Marker, actions: readonly TransactionAction[], error: unknown): Promise<TransactionResult> {
    if (error instanceof IdempotentParameterMismatchException) {
      return this.#answerByMarker(marker, error);
    }
    if (!(error instanceof TransactionCanceledException)) {
      throw asLimitError(error);
    }
    const cancellation = readCancellation(error.CancellationReasons, actions.length);
    switch (cancellation.kind) {
      case 'marker-failed':
        return this.#answerTaken(marker, cancellation.row, error);
      case 'condition-failed':
        return { outcome: 'condition-failed', failed: cancellation.failed };
      case 'passing':
        throw cancellation.conflict
          ? new TransactionConflictError('other transactions kept touching the same items; the message is retried', {
              cause: error,
            })
          : error;
      case 'invalid':
        throw asLimitError(
          new Error(
            `DynamoDB refused action ${cancellation.index} (${Object.keys(actions[cancellation.index] ?? {})}) of the transaction: ${cancellation.message}`,
            { cause: error },
          ),
        );
      case 'unclear':
        return this.#answerByMarker(marker, error);
    }
  }

  /** The marker's condition failed: its row says why. */
  async #answerTaken(marker: Marker, row: RawItem | undefined, error: Error): Promise<TransactionResult> {
    const answer = markerOutcome(
      marker,
      row === undefined ? await this.#readMarker(marker) : (plainItem(row) as unknown as MarkerRow),
    );
    if (answer === undefined) {
      throw new TransactionConflictError(`another holder has a lease on ${keyOf(marker)}; the message is retried`, {
        cause: error,
      });
    }
    return answer;
  }

  /** DynamoDB did not say what failed: when the marker's row does not either, the error stands. */
  async #answerByMarker(marker: Marker, error: Error): Promise<TransactionResult> {
    const answer = markerOutcome(marker, await this.#readMarker(marker));
    if (answer === undefined) {
      throw error;
    }
    return answer;
  }

  async #readMarker(marker: Marker): Promise<MarkerRow | undefined> {
    const { client, deadline, inboxTable: table } = this.#props;
    const get = new GetCommand({
      TableName: table,
      Key: { [inboxTable.partitionKey]: keyOf(marker) },
      ConsistentRead: true,
    });
    const { Item: row } = await retryInPlace(() => client.send(get, deadline.options()), isPassing, this.#props);
    return row as MarkerRow | undefined;
  }
}

const keyOf = (marker: Marker): string => (marker.kind === 'insert' ? marker.key : marker.claim.key);
