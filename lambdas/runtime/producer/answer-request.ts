import { isNestedDeeper, MAX_NESTING } from '../../../contracts/nesting.ts';
import { formatIssues } from '../../../contracts/standard-schema.ts';
import { conditionsNotMet } from '../conditions-not-met.ts';
import type { Deadline } from '../deadline.ts';
import { requestedBy } from '../emission/emission-origin.ts';
import { TransactionCollector } from '../emission/transaction-collector.ts';
import { randomToken } from '../event-id.ts';
import { fingerprintOf } from '../fingerprint.ts';
import { requestKey } from '../inbox-keys.ts';
import { markerExpiry } from '../modes/marker-expiry.ts';
import type { TransactionRequest, TransactionResult } from '../ports/index.ts';
import type { ProducerContext, ProducerDefinition, ProducerResponse } from '../producer-definition.ts';
import type { ProducerPorts, ProducerSettings } from '../producer-settings.ts';
import { readResult, storeResult } from './stored-result.ts';

const MAX_KEY_CHARACTERS = 256;

/** One call of a producer. */
export interface ProducerCall<Request, Result> {
  readonly definition: ProducerDefinition<Request, Result>;
  readonly settings: ProducerSettings;
  readonly ports: ProducerPorts;
  readonly deadline: Deadline;
  readonly traceparent?: string;
}

interface CheckedRequest<Request> {
  readonly request: Request;
  /** The client's idempotency key. */
  readonly clientKey: string;
  /** Inbox key of the request. */
  readonly key: string;
  readonly fingerprint: string;
}

interface Attempted {
  readonly commit: TransactionResult;
  readonly stored: string | undefined;
}

/** Checks a request, runs the handler and commits its writes, events and outcome in one transaction with the marker. */
export async function answerRequest<Request, Result>(
  raw: unknown,
  call: ProducerCall<Request, Result>,
): Promise<ProducerResponse<Result>> {
  const { definition, deadline, settings } = call;
  if (isNestedDeeper(raw, MAX_NESTING)) {
    const message = `(root): must be nested at most ${MAX_NESTING} levels deep`;
    return { status: 'refused', code: 'REQUEST_INVALID', message };
  }
  const validated = await deadline.run(() => definition.request['~standard'].validate(raw));
  if (validated.issues !== undefined) {
    return { status: 'refused', code: 'REQUEST_INVALID', message: formatIssues(validated.issues) };
  }
  const clientKey = definition.idempotencyKey(validated.value);
  if (!isClientKey(clientKey)) {
    return {
      status: 'refused',
      code: 'KEY_INVALID',
      message: `idempotency key must be a string of 1 to ${MAX_KEY_CHARACTERS} characters without lone surrogates`,
    };
  }
  // The digest is of what the client sent: what a schema makes of it may change from one deployment to the next.
  const key = requestKey(settings.producer, clientKey);
  return answerChecked({ request: validated.value, clientKey, key, fingerprint: fingerprintOf(raw) }, call);
}

/** Lone surrogates are left out: stored, two keys with them might become the same. */
const isClientKey = (key: unknown): boolean =>
  typeof key === 'string' && key !== '' && key.length <= MAX_KEY_CHARACTERS && key.isWellFormed();

async function answerChecked<Request, Result>(
  checked: CheckedRequest<Request>,
  call: ProducerCall<Request, Result>,
): Promise<ProducerResponse<Result>> {
  const { definition } = call;
  let attempted: Attempted;
  try {
    attempted = await attempt((context) => definition.handle(checked.request, context), checked, call);
    const { commit } = attempted;
    const conditionFailed = definition.conditionFailed?.bind(definition);
    if (commit.outcome === 'condition-failed' && conditionFailed !== undefined) {
      const { failed } = commit;
      attempted = await attempt((context) => conditionFailed(checked.request, { ...context, failed }), checked, call);
    }
  } catch (error) {
    // A repeat may fail because the first call succeeded: the order exists, the stock is gone.
    const marker = await call.ports.inbox.readMarker(checked.key).catch(() => undefined);
    if (marker?.completed) {
      return repeatedResponse(marker, checked);
    }
    throw error;
  }
  return responseOf(attempted, checked);
}

async function attempt<Request, Result>(
  work: (context: ProducerContext) => Result | Promise<Result>,
  { key, clientKey, fingerprint }: CheckedRequest<Request>,
  { definition, settings, ports, deadline, traceparent }: ProducerCall<Request, Result>,
): Promise<Attempted> {
  const transaction = new TransactionCollector(requestedBy(definition, ports, traceparent));
  const context: ProducerContext = {
    consumer: settings.producer,
    idempotencyKey: `${settings.producer}#${clientKey}`,
    attempt: 1,
    signal: deadline.signal,
    remainingTimeMs: () => deadline.remainingMs(),
    transaction,
  };
  let collected: Pick<TransactionRequest, 'writes' | 'entries'>;
  let stored: string | undefined;
  try {
    collected = await deadline.run(async () => {
      stored = storeResult(await work(context));
      transaction.close();
      // The schemas of events are the user's code too.
      return transaction.request(ports.clock.now());
    });
  } finally {
    transaction.close();
  }
  const expiresAt = markerExpiry({ clock: ports.clock, horizonSeconds: settings.horizonSeconds });
  const commit = await ports.transactions.commit({
    marker: { kind: 'insert', key, fingerprint, expiresAt, result: stored },
    ...collected,
    token: randomToken(ports.random),
  });
  return { commit, stored };
}

function responseOf<Result>({ commit, stored }: Attempted, checked: CheckedRequest<unknown>): ProducerResponse<Result> {
  switch (commit.outcome) {
    case 'committed':
      return { status: 'accepted', repeated: false, result: readResult(stored) };
    case 'duplicate':
      return repeatedResponse(commit, checked);
    case 'condition-failed':
      throw conditionsNotMet(commit.failed);
    case 'lease-lost':
      throw new Error('an inserted marker cannot lose a lease; the transaction store broke its contract');
  }
}

const repeatedResponse = <Result>(
  marker: { readonly fingerprint: string; readonly result?: string },
  { fingerprint }: CheckedRequest<unknown>,
): ProducerResponse<Result> =>
  marker.fingerprint === fingerprint
    ? { status: 'accepted', repeated: true, result: readResult(marker.result) }
    : {
        status: 'refused',
        code: 'KEY_REUSED',
        message: 'idempotency key was used with another request; use a new key for a new request',
      };
