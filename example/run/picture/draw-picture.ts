import { subscribers } from '../platform.ts';
import { formatClock, formatNumber } from '../report/format.ts';
import type { Paint } from '../report/paint.ts';
import type { OrderProgress, RunView } from './run-view.ts';

/** Columns that the picture takes at most. */
export const pictureColumns = 96;

const BAR_COLUMNS = 48;
const DEPTH_COLUMNS = 10;
const NOTE_LINES = 4;

/** Draws the platform with its counts: always the same number of lines, so that it can be redrawn in place. */
export function drawPicture(view: RunView, paint: Paint): string[] {
  return [
    ...drawHead(view, paint),
    '',
    ...drawProducer(view, paint),
    ...drawSubscribers(view, paint),
    '',
    ...drawNotes(view, paint),
  ];
}

function drawHead({ elapsedMs, chaosSeed, orders }: RunView, paint: Paint): string[] {
  const title = 'Fanout';
  const subtitle = ' · one order, six consumers, every effect once';
  const mode = chaosSeed === undefined ? '' : `chaos, seed ${chaosSeed} · `;
  const right = `${mode}${formatClock(elapsedMs)}`;
  const gap = ' '.repeat(Math.max(1, pictureColumns - 4 - title.length - subtitle.length - right.length));
  return ['', `  ${paint.bold(title)}${paint.dim(`${subtitle}${gap}${right}`)}`, '', drawProgress(orders, paint)];
}

function drawProgress({ settled, accepted, refused, total, settledPerSecond }: OrderProgress, paint: Paint): string {
  const ended = settled + refused;
  const columns = (part: number) => (total === 0 ? 0 : Math.min(BAR_COLUMNS, Math.round((part / total) * BAR_COLUMNS)));
  const done = columns(ended);
  const underWay = Math.max(0, columns(accepted + refused) - done);
  const bar = [
    paint.good('━'.repeat(done)),
    paint.accent('━'.repeat(underWay)),
    paint.dim('─'.repeat(BAR_COLUMNS - done - underWay)),
  ].join('');
  const text = `${formatNumber(ended)} of ${formatNumber(total)} orders settled`;
  return `  ${bar}  ${text}${paint.dim(settledPerSecond > 0 ? ` · ${settledPerSecond.toFixed(0)}/s` : '')}`;
}

function drawProducer({ orders, backlog, tally }: RunView, paint: Paint): string[] {
  const waiting = backlog.outbox > 0 ? paint.accent : paint.dim;
  const side = [
    orders.repeated > 0 ? `${formatNumber(orders.repeated)} repeated` : '',
    orders.refused > 0 ? `${formatNumber(orders.refused)} refused` : '',
  ].filter((part) => part !== '');
  return [
    `  ${paint.bold('place-order')} ${paint.dim('──────▶')} ${paint.bold('outbox')} ${paint.dim('─────▶')} ${paint.bold('relay')} ${paint.dim('───────────┐')}`,
    `  ${`${formatNumber(orders.accepted)} accepted`.padEnd(19)} ${waiting(`${formatNumber(backlog.outbox)} waiting`.padEnd(13))} ${`${formatNumber(tally.relay.published)} published`.padEnd(17)}${paint.dim('│')}`,
    `  ${paint.dim(side.join(', ').padEnd(51))}${paint.dim('│')}`,
    paint.dim(`  ┌${'─'.repeat(50)}┘`),
  ];
}

const heading = (paint: Paint): string =>
  `  ${paint.dim('│')}${' '.repeat(32)}${paint.dim(
    ['waiting'.padStart(8), ' '.repeat(DEPTH_COLUMNS + 1), 'running'.padStart(8), 'applied'.padStart(9)].join('') +
      ['duplicates'.padStart(12), 'retries'.padStart(8), 'dead'.padStart(6)].join(''),
  )}`;

function drawSubscribers(view: RunView, paint: Paint): string[] {
  const lines = subscribers.map((subscriber, index) => {
    const topicBegins = subscribers[index - 1]?.topic !== subscriber.topic;
    const topicEnds = subscribers[index + 1]?.topic !== subscriber.topic;
    const isLastTopic = subscriber.topic === subscribers.at(-1)?.topic;
    const trunk = topicBegins ? (isLastTopic ? '└─▶ ' : '├─▶ ') : isLastTopic ? '    ' : '│   ';
    const topic = topicBegins ? subscriber.topic : ' '.repeat(subscriber.topic.length);
    const fork = topicBegins ? (topicEnds ? '────▶ ' : '─┬──▶ ') : topicEnds ? ' └──▶ ' : ' ├──▶ ';
    const arrow = view.active.has(subscriber.consumer) ? paint.accent : paint.dim;
    return `  ${paint.dim(trunk)}${paint.bold(topic)} ${arrow(fork)}${drawConsumer(subscriber.consumer, view, paint)}`;
  });
  return [heading(paint), ...lines];
}

function drawConsumer(consumer: string, { tally, backlog }: RunView, paint: Paint): string {
  const { applied, duplicates, retries, deadLetters } = tally.consumer(consumer);
  const { waiting = 0, inFlight = 0 } = backlog.queues.get(consumer) ?? {};
  const cell = (value: number, width: number, style: (text: string) => string) => {
    const text = (value === 0 ? '·' : formatNumber(value)).padStart(width);
    return value === 0 ? paint.dim(text) : style(text);
  };
  const plain = (text: string) => text;
  // Logarithmic, so that ten waiting messages and ten thousand both show.
  const depth = '▪'.repeat(Math.min(DEPTH_COLUMNS, Math.ceil(Math.log2(waiting + 1)))).padEnd(DEPTH_COLUMNS);
  return [
    consumer.padEnd(10),
    cell(waiting, 8, plain),
    ` ${paint.accent(depth)}`,
    cell(inFlight, 8, plain),
    cell(applied, 9, paint.good),
    cell(duplicates, 12, plain),
    cell(retries, 8, paint.warning),
    cell(deadLetters, 6, paint.bad),
  ].join('');
}

function drawNotes({ notes }: RunView, paint: Paint): string[] {
  const shown = notes.slice(-NOTE_LINES).map((note) => `  ${paint.dim(note.slice(0, pictureColumns - 4))}`);
  return [...shown, ...Array.from({ length: NOTE_LINES - shown.length }, () => '')];
}
