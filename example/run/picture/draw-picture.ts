import { subscribers } from '../platform.ts';
import { formatClock, formatNumber } from '../report/format.ts';
import type { Paint } from '../report/paint.ts';
import type { OrderProgress, RunView } from './run-view.ts';

/** Smallest terminal that the picture fits. */
export const pictureSize = { columns: 80, rows: 22 } as const;

/** Wider terminals get no wider a picture than this. */
const MOST_COLUMNS = 92;
const DEPTH_COLUMNS = 10;
const NOTE_LINES = 4;
/** What stands beside the bar of the progress line, at most. */
const PROGRESS_TEXT_COLUMNS = 48;

/** Draws the platform with its counts: always the same number of lines, so that it can be redrawn in place. */
export function drawPicture(view: RunView, paint: Paint, terminalColumns: number): string[] {
  const columns = Math.min(MOST_COLUMNS, terminalColumns);
  return [
    '',
    drawTitle(view, paint, columns),
    '',
    drawProgress(view.orders, paint, columns),
    '',
    ...drawProducer(view, paint),
    ...drawSubscribers(view, paint, columns >= MOST_COLUMNS),
    '',
    ...drawNotes(view, paint, columns),
  ];
}

function drawTitle({ elapsedMs, chaosSeed }: RunView, paint: Paint, columns: number): string {
  const title = 'Fanout';
  const subtitle = ' · one order, six consumers';
  const right = `${chaosSeed === undefined ? '' : `chaos, seed ${chaosSeed} · `}${formatClock(elapsedMs)}`;
  const gap = ' '.repeat(Math.max(1, columns - 3 - title.length - subtitle.length - right.length));
  return ` ${paint.bold(title)}${paint.dim(`${subtitle}${gap}${right}`)}`;
}

function drawProgress(orders: OrderProgress, paint: Paint, columns: number): string {
  const { settled, accepted, refused, total, settledPerSecond } = orders;
  const width = columns - PROGRESS_TEXT_COLUMNS;
  const share = (part: number) => (total === 0 ? 0 : Math.min(width, Math.round((part / total) * width)));
  const done = share(settled + refused);
  const underWay = Math.max(0, share(accepted + refused) - done);
  const rest = width - done - underWay;
  const bar = paint.good('━'.repeat(done)) + paint.accent('━'.repeat(underWay)) + paint.dim('─'.repeat(rest));
  const rate = settledPerSecond > 0 ? ` · ${settledPerSecond.toFixed(0)}/s` : '';
  return ` ${bar}  ${formatNumber(settled + refused)} of ${formatNumber(total)} orders settled${paint.dim(rate)}`;
}

function drawProducer({ orders, backlog, tally }: RunView, paint: Paint): string[] {
  const { dim, bold } = paint;
  const waiting = (backlog.outbox > 0 ? paint.accent : dim)(`${formatNumber(backlog.outbox)} waiting`.padEnd(15));
  const accepted = `${formatNumber(orders.accepted)} accepted`.padEnd(20);
  const published = `${formatNumber(tally.relay.published)} published`.padEnd(19);
  const others = [
    ...(orders.repeated > 0 ? [`${formatNumber(orders.repeated)} repeated`] : []),
    ...(orders.refused > 0 ? [`${formatNumber(orders.refused)} refused`] : []),
  ];
  return [
    ` ${bold('place-order')} ${dim('───────▶')} ${bold('outbox')} ${dim('───────▶')} ${bold('relay')} ${dim('────────────┐')}`,
    ` ${accepted} ${waiting} ${published}${dim('│')}`,
    ` ${dim(others.join(', ').padEnd(56))}${dim('│')}`,
    dim(` ┌${'─'.repeat(55)}┘`),
  ];
}

function drawSubscribers(view: RunView, paint: Paint, hasDepth: boolean): string[] {
  const titles = ['waiting'.padStart(7), ...(hasDepth ? [' '.repeat(DEPTH_COLUMNS + 1)] : [])];
  const counts = ['running'.padStart(8), 'applied'.padStart(8), 'duplicates'.padStart(11), 'retries'.padStart(8)];
  const heading = ` ${paint.dim('│')}${' '.repeat(30)}${paint.dim([...titles, ...counts, 'dead'.padStart(5)].join(''))}`;
  const lines = subscribers.map(({ consumer, topic }, index) => {
    const isFirst = subscribers[index - 1]?.topic !== topic;
    const isLast = subscribers[index + 1]?.topic !== topic;
    const isLastTopic = topic === subscribers.at(-1)?.topic;
    const trunk = isFirst ? (isLastTopic ? '└─▶ ' : '├─▶ ') : isLastTopic ? '    ' : '│   ';
    const name = isFirst ? topic : ' '.repeat(topic.length);
    const fork = isFirst ? (isLast ? '──▶ ' : '┬─▶ ') : isLast ? '└─▶ ' : '├─▶ ';
    const arrow = view.active.has(consumer) ? paint.accent : paint.dim;
    return ` ${paint.dim(trunk)}${paint.bold(name)} ${arrow(fork)}${drawConsumer(consumer, view, paint, hasDepth)}`;
  });
  return [heading, ...lines];
}

function drawConsumer(consumer: string, { tally, backlog }: RunView, paint: Paint, hasDepth: boolean): string {
  const { applied, duplicates, retries, deadLetters } = tally.consumer(consumer);
  const { waiting = 0, inFlight = 0 } = backlog.queues.get(consumer) ?? {};
  const cell = (value: number, width: number, style: (text: string) => string = (text) => text) => {
    const text = (value === 0 ? '·' : formatNumber(value)).padStart(width);
    return value === 0 ? paint.dim(text) : style(text);
  };
  // Logarithmic, so that ten waiting messages and ten thousand both show.
  const depth = '▪'.repeat(Math.min(DEPTH_COLUMNS, Math.ceil(Math.log2(waiting + 1)))).padEnd(DEPTH_COLUMNS);
  return [
    consumer.padEnd(10),
    cell(waiting, 7),
    hasDepth ? ` ${paint.accent(depth)}` : '',
    cell(inFlight, 8),
    cell(applied, 8, paint.good),
    cell(duplicates, 11),
    cell(retries, 8, paint.warning),
    cell(deadLetters, 5, paint.bad),
  ].join('');
}

function drawNotes({ notes }: RunView, paint: Paint, columns: number): string[] {
  const shown = notes.slice(-NOTE_LINES).map((note) => ` ${paint.dim(note.slice(0, columns - 2))}`);
  return [...shown, ...Array.from({ length: NOTE_LINES - shown.length }, () => '')];
}
