import { attemptsBefore, loadHistory } from '../message/attempt-history.ts';
import { type IncomingMessage, type ReadingRules, readMessage } from '../message/incoming-message.ts';
import { messageLogLine } from '../message/message-log-line.ts';
import type { MessageScope } from '../message/message-scope.ts';
import { processMessage } from '../message/process-message.ts';
import { keptWithoutAttempt } from '../message/settle-failure.ts';
import type { Settlement } from '../message/settlement.ts';
import type { SqsBatchResponse, SqsRecord } from '../sqs-event.ts';
import { BatchLedger } from './batch-ledger.ts';
import { foldCopies } from './fold-copies.ts';
import { forEachBounded } from './for-each-bounded.ts';
import { arrangeLanes, type Lane, type PendingMessage } from './lane.ts';

/**
 * Handles one batch. First the lanes run beside each other as far as their first suspects; then what is left runs one
 * message at a time, everything settled being finished before each suspect, so that a crash hits nobody else. A crash costs
 * all that wait behind it a receive: those that need no run come first, then those with the fewest attempts.
 */
export async function runBatch(
  records: readonly SqsRecord[],
  rules: ReadingRules,
  scope: MessageScope,
): Promise<SqsBatchResponse> {
  const messages = records.map((record) => readMessage(record, rules));
  const { standing, folded } = foldCopies(await loadHistories(messages, scope));
  const lanes = arrangeLanes(standing);
  const ledger = new BatchLedger(scope.ports.queue);

  for (const pending of folded) {
    const attempt = attemptsBefore(pending.history);
    takeDown(pending, { kept: false, outcome: 'folded', attempt }, 0, ledger, scope);
  }
  await forEachBounded(lanes, scope.settings.concurrency, async (lane) => {
    for (const pending of lane.upToSuspect) {
      await takeTurn(pending, lane, ledger, scope);
    }
  });
  const turnOf = ({ suspectAttempts }: Lane): number =>
    suspectAttempts >= scope.settings.maxAttempts ? -1 : suspectAttempts;
  for (const lane of lanes.toSorted((one, other) => turnOf(one) - turnOf(other))) {
    for (const pending of lane.fromSuspect) {
      if (pending.history.suspect && lane.decided(pending) === undefined) {
        await ledger.finishSettled();
      }
      await takeTurn(pending, lane, ledger, scope);
    }
  }

  await ledger.hideKept();
  return ledger.response(messages);
}

async function loadHistories(
  messages: readonly IncomingMessage[],
  scope: MessageScope,
): Promise<readonly PendingMessage[]> {
  const histories = new Map<IncomingMessage, PendingMessage>();
  await forEachBounded(messages, scope.settings.concurrency, async (message) => {
    histories.set(message, await withHistory(message, scope));
  });
  return messages.flatMap((message) => histories.get(message) ?? []);
}

async function withHistory(message: IncomingMessage, scope: MessageScope): Promise<PendingMessage> {
  try {
    return { message, history: await loadHistory(message, scope) };
  } catch (unreadable) {
    return { message, history: { suspect: false, recorded: false }, unreadable };
  }
}

async function takeTurn(pending: PendingMessage, lane: Lane, ledger: BatchLedger, scope: MessageScope): Promise<void> {
  const { clock } = scope.ports;
  const startedAt = clock.now();
  const settlement = lane.decided(pending) ?? (await settlementOf(pending, scope));
  lane.settle(pending, settlement);
  takeDown(pending, settlement, clock.now() - startedAt, ledger, scope);
}

function takeDown(
  { message }: PendingMessage,
  settlement: Settlement,
  durationMs: number,
  ledger: BatchLedger,
  { ports, settings }: MessageScope,
): void {
  ledger.settle(message, settlement);
  ports.log(messageLogLine(settings.consumer, message, settlement, durationMs));
}

const settlementOf = async (
  { message, history, unreadable }: PendingMessage,
  scope: MessageScope,
): Promise<Settlement> =>
  unreadable === undefined
    ? processMessage(message, history, scope)
    : keptWithoutAttempt(unreadable, message, history, scope);
