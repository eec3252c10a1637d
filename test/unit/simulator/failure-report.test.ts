import { describe, expect, it } from 'vitest';
import { leaseConsumer } from '../../../lambdas/runtime/lease-consumer.ts';
import { failureReport, historyOf, verdictOn } from '../../../testing/simulator/failure-report.ts';
import { simulateConsumer } from '../../../testing/simulator/index.ts';
import { runSeed } from '../../../testing/simulator/run-seed.ts';
import { systemNamed } from '../../simulation/systems/index.ts';
import { orderPlaced } from '../runtime/sample-events.ts';

const LINE = /^ +\d+\.\d{3} {2}/;
const linesIn = (text: string): number => text.split('\n').filter((line) => LINE.test(line)).length;

/** How a simulation fails of a consumer that charges without an idempotency key, among `count` events. */
const failureAmong = (count: number, sentence: (twice: string) => string, wholeHistory = false): Promise<string> =>
  simulateConsumer({
    wholeHistory,
    setUp() {
      const charges: string[] = [];
      return {
        events: Array.from({ length: count }, (_, index) => ({
          event: orderPlaced,
          payload: { orderId: `order-${index + 1}` },
        })),
        consumer: leaseConsumer({ source: '/payment' }).on(orderPlaced, ({ data }) => {
          charges.push(data.orderId);
        }),
        check: () => charges.filter((orderId, index) => charges.indexOf(orderId) !== index).map(sentence),
      };
    },
  }).then(
    () => 'it passed',
    (error: Error) => error.message,
  );

describe('the report of a failure', () => {
  it('shows all of a short history', async () => {
    const result = await runSeed(systemNamed('guard'), 26);
    const [name = ''] = result.history.names();

    const report = failureReport({ ...result, problems: [`G1 ${name} is lost`] }, 'see all of it');

    expect(result.history.events.length).toBeLessThan(60);
    expect(report).toContain(historyOf(result));
    expect(report).not.toContain('see all of it');
  });

  it('shows of a long history what became of the event whose payload the check names, and what happened around it', async () => {
    const message = await failureAmong(8, (twice) => `charged ${twice} twice`);

    const [, number] = /^charged order-(\d+) twice/.exec(message) ?? [];
    const index = Number(number) - 1;
    expect(message).toContain(`what became of order.placed/key-${index}/${index}:`);
    expect(message.match(/what became of/g)).toHaveLength(1);
    expect(message).toMatch(/around it, lines \d+ to \d+ of \d+:/);
    expect(message).toMatch(/all \d{3,} lines: simulateConsumer\(\{ wholeHistory: true, \.\.\. \}\)/);
    expect(linesIn(message)).toBeLessThan(60);
  });

  it('shows the events that were handled more than once when the check names none', async () => {
    const message = await failureAmong(8, () => 'a card was charged twice');

    const [, view = ''] = message.split('what became of ');
    expect(view.match(/ handles order\.placed/g)?.length).toBeGreaterThan(1);
  });

  it('is the same when it is made again', async () => {
    const sentence = (twice: string): string => `charged ${twice} twice`;

    expect(await failureAmong(8, sentence)).toBe(await failureAmong(8, sentence));
  });

  it('shows everything when it is asked to', async () => {
    const message = await failureAmong(8, (twice) => `charged ${twice} twice`, true);

    expect(message).toContain('history of consumer, seed ');
    expect(linesIn(message)).toBeGreaterThan(120);
  });

  it('leaves out the middle of an event with very many lines, and says how many', async () => {
    const result = await runSeed(systemNamed('hostile'), 5);
    const [name = ''] = result.history.names();
    for (let extra = 0; extra < 100; extra += 1) {
      result.history.add(0 as never, 'nobody', 'repeats', name);
    }

    const report = failureReport({ ...result, problems: [`G1 ${name} is lost`] }, 'see all of it');

    expect(report).toMatch(/^ {2}… \d+ lines$/m);
    expect(linesIn(report)).toBeLessThan(60);
    expect(report).toContain('lines: see all of it');
  });

  it('says in a line whether promises were broken', async () => {
    const result = await runSeed(systemNamed('guard'), 3);

    expect(verdictOn({ ...result, problems: ['G1 this', 'G2 that'] })).toMatch(
      /^guard, seed 3: 2 promises were broken \(/,
    );
  });
});
