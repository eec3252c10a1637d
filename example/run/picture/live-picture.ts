import { formatClock, formatNumber } from '../report/format.ts';
import type { Paint } from '../report/paint.ts';
import { drawPicture, pictureSize } from './draw-picture.ts';
import type { RunView } from './run-view.ts';
import { type OutputStream, Screen } from './screen.ts';

/** Shows a run until it is stopped. */
export interface LivePicture {
  /** Shows the last state once more and stops. Idempotent; the cursor is back when it returns. */
  stop(): void;
}

const FRAME_MS = 100;
const PLAIN_LINE_MS = 2_000;

/** Whether a stream can show a picture that is redrawn in place. */
export const canRedraw = (stream: OutputStream, environment: NodeJS.ProcessEnv): boolean =>
  stream.isTTY === true &&
  !environment['CI'] &&
  environment['TERM'] !== 'dumb' &&
  (stream.columns ?? 0) >= pictureSize.columns &&
  (stream.rows ?? 0) >= pictureSize.rows;

/** Starts to show `view()`: redrawn ten times a second, or a plain line every two seconds. */
export function showPicture(
  stream: OutputStream,
  view: () => RunView,
  { redraws, paint }: { readonly redraws: boolean; readonly paint: Paint },
): LivePicture {
  return redraws ? redrawn(stream, view, paint) : plainLines(stream, view);
}

function redrawn(stream: OutputStream, view: () => RunView, paint: Paint): LivePicture {
  const screen = new Screen(stream);
  const draw = () => screen.draw(drawPicture(view(), paint, stream.columns ?? pictureSize.columns));
  draw();
  const timer = setInterval(draw, FRAME_MS);
  let isStopped = false;
  return {
    stop: () => {
      clearInterval(timer);
      if (!isStopped) {
        isStopped = true;
        draw();
        screen.close();
      }
    },
  };
}

function plainLines(stream: OutputStream, view: () => RunView): LivePicture {
  let last = '';
  let notes = 0;
  const print = () => {
    const current = view();
    for (const note of current.notes.slice(notes)) {
      stream.write(`  ${note}\n`);
    }
    notes = current.notes.length;
    const line = plainLine(current);
    if (line !== last) {
      stream.write(`${formatClock(current.elapsedMs)}  ${line}\n`);
      last = line;
    }
  };
  const timer = setInterval(print, PLAIN_LINE_MS);
  let isStopped = false;
  return {
    stop: () => {
      clearInterval(timer);
      if (!isStopped) {
        isStopped = true;
        print();
      }
    },
  };
}

function plainLine({ orders, backlog }: RunView): string {
  const waiting = [...backlog.queues.values()].reduce((total, queue) => total + queue.waiting + queue.inFlight, 0);
  const ended = formatNumber(orders.settled + orders.refused);
  return `${ended} of ${formatNumber(orders.total)} orders settled, ${backlog.outbox} in the outbox, ${waiting} in queues`;
}
