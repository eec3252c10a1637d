/**
 * Entry file of an execution environment: runs one handler in a worker thread, one invocation at a time.
 *
 * Between invocations the thread sleeps in `Atomics.wait`: timers and sockets stand still, as in Lambda's frozen
 * environments.
 */
import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { callHandler, refuseCallbackStyle } from './call-handler.ts';
import { captureOutput } from './capture-output.ts';
import { errorReport, runtimeError } from './error-report.ts';
import { guardProcess } from './guard-process.ts';
import { invocationContext } from './invocation-context.ts';
import { type Handler, loadHandler } from './load-handler.ts';
import type { InvocationRequest, WorkerMessage, WorkerSettings } from './protocol.ts';

const port = parentPort as MessagePort;
const settings = workerData as WorkerSettings;
const wake = new Int32Array(settings.wake);
/** Kept, because the handler may replace the global one. */
const nextTurn = setImmediate;

const send = (message: WorkerMessage): void => port.postMessage(message);

captureOutput((stream, text) => send({ type: 'output', stream, text, time: Date.now() }));
guardProcess((signal) => {
  send({ type: 'killed', signal });
  return process.exit(1);
});
process.on('uncaughtException', (error) => endWith(error, 129));
process.on('unhandledRejection', (reason) =>
  endWith(runtimeError('Runtime.UnhandledPromiseRejection', String(reason)), 128),
);
// Nothing is left to run, so what the handler waits for can never happen.
process.on('beforeExit', () =>
  endWith(
    runtimeError(
      'Runtime.NodeJsExit',
      'The event loop ran empty before the handler returned: a promise was never settled.',
    ),
    13,
  ),
);

try {
  const handler = await loadHandler(settings.taskRoot, settings.handler);
  if (!settings.allowsCallbacks) refuseCallbackStyle(handler);
  send({ type: 'ready' });
  nextTurn(freeze, handler);
} catch (error) {
  send({ type: 'init-failed', report: errorReport(error) });
  process.exit(1);
}

/** Sleeps until the parent has posted an invocation, and then runs it. */
function freeze(handler: Handler): void {
  Atomics.wait(wake, 0, 0);
  Atomics.store(wake, 0, 0);
  const request = receiveMessageOnPort(port)?.message as InvocationRequest;
  // One turn of the event loop first: it drops the sockets that were closed from the other side during the sleep.
  nextTurn(async () => {
    send(await outcomeOf(handler, request));
    // One turn more, so that a rejection that nobody handled ends the environment now and not in the next invocation.
    nextTurn(freeze, handler);
  });
}

async function outcomeOf(handler: Handler, request: InvocationRequest): Promise<WorkerMessage> {
  process.env['_X_AMZN_TRACE_ID'] = traceHeader(request.requestId);
  try {
    const payload = await callHandler(handler, JSON.parse(request.payload), invocationContext(request, process.env));
    return { type: 'answer', payload };
  } catch (error) {
    return { type: 'failure', report: errorReport(error) };
  }
}

/** An unsampled X-Ray header with a trace of its own: 8 and 24 hexadecimal digits, here those of the request id. */
function traceHeader(requestId: string): string {
  const digits = requestId.replaceAll('-', '');
  return `Root=1-${digits.slice(0, 8)}-${digits.slice(8)};Sampled=0`;
}

function endWith(error: unknown, exitCode: number): never {
  send({ type: 'fatal', report: errorReport(error) });
  process.exit(exitCode);
}
