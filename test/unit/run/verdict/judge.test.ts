import { describe, expect, it } from 'vitest';
import { judge } from '../../../../example/run/verdict/judge.ts';
import type { Outcome } from '../../../../example/run/verdict/outcome.ts';
import { deadLetterOf, goodOutcome } from './outcomes.ts';

/** What is broken, as `promise kind id: detail`. */
const problemsOf = (outcome: Outcome): string[] =>
  judge(outcome).findings.flatMap(({ violations }) =>
    violations.map(({ promise, kind, id, detail }) => `${promise} ${kind} ${id}: ${detail}`),
  );

const broken = (change: (outcome: Outcome) => Partial<Outcome>): string[] => {
  const outcome = goodOutcome();
  return problemsOf({ ...outcome, ...change(outcome) });
};

describe('judge', () => {
  it('finds that every promise held, and tells calls from charges', () => {
    const verdict = judge(goodOutcome());

    expect(problemsOf(goodOutcome())).toEqual([]);
    expect(verdict.held).toBe(true);
    expect(verdict.findings.map(({ promise, evidence }) => [promise, evidence])).toEqual([
      ['G1', '4 orders, 0 entries left in the outbox'],
      ['G2', '1 charge, 4 calls to charge, 4 facts, 3 mails'],
      ['G3', '13 ledger lines of 4 orders'],
      ['G4', '1 dead letter, of cards that always fail'],
      ['G5', '1 dead letter read'],
      ['refusals', '2 refusals'],
    ]);
    expect(verdict.findings.every(({ isExercised }) => isExercised)).toBe(true);
  });

  it('proves nothing when every order was refused', () => {
    const good = goodOutcome();
    const nothing: Outcome = {
      ...good,
      submissions: good.submissions.filter(({ answer }) => answer.kind === 'refused'),
      stockAfter: good.stockBefore,
      orders: [],
      reservations: [],
      charges: [],
      calls: [],
      mails: [],
      facts: [],
      ledger: [],
      deadLetters: [],
    };

    const verdict = judge(nothing);

    expect(problemsOf(nothing)).toEqual([]);
    expect(verdict).toMatchObject({ held: false, acceptedOrders: 0 });
    expect(verdict.findings.map(({ promise, isExercised, evidence }) => [promise, isExercised, evidence])).toEqual([
      ['G1', false, 'no order was accepted'],
      ['G2', false, 'nothing had an effect'],
      ['G3', false, 'no order has two lines in its ledger'],
      ['G4', false, 'nothing was dead-lettered'],
      ['G5', false, 'nothing was dead-lettered'],
      ['refusals', true, '1 refusal'],
    ]);
  });

  it('does not take a promise for kept that nothing exercised', () => {
    const good = goodOutcome();
    const isUnpaid = ({ orderId }: { readonly orderId: string }): boolean => orderId === 'unpaid';
    const isAccepted = ({ answer }: Outcome['submissions'][number]): boolean =>
      answer.kind === 'accepted' && !isUnpaid(answer);
    const calm: Outcome = {
      ...good,
      submissions: good.submissions.filter(isAccepted).map(({ order, answer }) => ({ order, answer })),
      stockAfter: new Map([...good.stockAfter, ['mug', (good.stockAfter.get('mug') ?? 0) + 2]]),
      orders: good.orders.filter((row) => !isUnpaid(row)),
      reservations: good.reservations.filter((row) => !isUnpaid(row)),
      calls: good.calls.filter((row) => !isUnpaid(row)),
      facts: good.facts.filter((row) => !isUnpaid(row)),
      ledger: good.ledger.filter((row) => !isUnpaid(row)),
      deadLetters: [],
    };

    const { held, findings } = judge(calm);

    expect(problemsOf(calm)).toEqual([]);
    expect(held).toBe(true);
    expect(findings.filter(({ isExercised }) => !isExercised).map(({ promise }) => promise)).toEqual([
      'G4',
      'G5',
      'refusals',
    ]);
  });

  describe('G1 sees what is lost', () => {
    it.each<[string, (outcome: Outcome) => Partial<Outcome>, string]>([
      ['a fact', ({ facts }) => ({ facts: facts.slice(1) }), 'G1 lost bought: 0 facts instead of 1'],
      ['a mail', ({ mails }) => ({ mails: mails.slice(1) }), 'G1 lost bought: 0 mails instead of 1'],
      [
        'a ledger line',
        ({ ledger }) => ({ ledger: ledger.filter(({ eventId }) => eventId !== 'bought-order.confirmed') }),
        'G1 lost bought: order.confirmed is not in the ledger',
      ],
      ['a charge', ({ charges }) => ({ charges: charges.slice(1) }), 'G1 lost bought: confirmed, but never charged'],
      [
        'an order',
        ({ orders }) => ({ orders: orders.slice(1) }),
        'G1 lost bought: accepted, but not in the orders table',
      ],
      [
        'an end',
        ({ orders }) => ({
          orders: orders.map((order) => (order.orderId === 'bought' ? { ...order, status: 'placed' } : order)),
        }),
        'G1 lost bought: still placed: neither confirmed nor cancelled, and no dead letter says why',
      ],
      [
        'the dead letter of a card that always fails',
        () => ({ deadLetters: [] }),
        'G1 lost unpaid: its card always fails, but payment has no dead letter of it',
      ],
      [
        'an event that was never published',
        () => ({ outbox: [{ orderId: 'bought', sortKey: 's-1' }] }),
        'G1 lost bought: s-1 is in the outbox and not published',
      ],
      [
        'an event that was set aside',
        () => ({ outbox: [{ orderId: 'bought', sortKey: 's-1', quarantine: 'too large' }] }),
        'G1 lost bought: s-1 is in the outbox and set aside: too large',
      ],
      [
        'an answer',
        ({ submissions: [first, ...others] }) => ({
          submissions: [
            ...others,
            { order: { line: 9, request: {}, sentTwice: false }, answer: { kind: 'unanswered', problem: 'throttled' } },
            ...(first ? [first] : []),
          ],
        }),
        'G1 lost line 9: place-order never answered: throttled',
      ],
    ])('%s', (_what, change, problem) => {
      expect(broken(change)).toContain(problem);
    });
  });

  describe('G2 sees what is doubled or wrong', () => {
    it.each<[string, (outcome: Outcome) => Partial<Outcome>, string]>([
      [
        'a fact',
        ({ facts }) => ({ facts: [...facts, ...facts.slice(0, 1)] }),
        'G2 doubled bought: 2 facts instead of 1',
      ],
      [
        'a mail',
        ({ mails }) => ({ mails: [...mails, ...mails.slice(0, 1)] }),
        'G2 doubled bought: 2 mails instead of 1',
      ],
      [
        'a mail of an order that has not ended',
        ({ mails }) => ({ mails: [...mails, { orderId: 'unpaid', subject: 'on its way' }] }),
        'G2 doubled unpaid: 1 mails instead of 0',
      ],
      [
        'a charge',
        ({ charges }) => ({ charges: [...charges, ...charges.slice(0, 1)] }),
        'G2 doubled bought: charged 2 times',
      ],
      [
        'a ledger line',
        ({ ledger }) => ({
          ledger: [...ledger, { orderId: 'bought', eventId: 'again', type: 'order.placed', sequence: 9, position: 5 }],
        }),
        'G2 doubled bought: order.placed twice in the ledger',
      ],
      [
        'an order of one client key',
        ({ orders }) => ({ orders: [...orders, { orderId: 'other', clientKey: 'a', status: 'confirmed' }] }),
        'G2 doubled bought, other: 2 orders of the client key a',
      ],
      [
        'a repeated request',
        ({ submissions }) => ({
          submissions: submissions.map((one) =>
            one.secondAnswer ? { ...one, secondAnswer: { kind: 'accepted', orderId: 'other', repeated: false } } : one,
          ),
        }),
        'G2 doubled bought: the repeated request made a second order, other',
      ],
      [
        'a reservation that took its stock twice',
        () => ({
          stockAfter: new Map([
            ['mug', 0],
            ['limited-edition', 1],
          ]),
        }),
        'G2 doubled mug: 0 units left; 6 less 4 set aside are 2',
      ],
      [
        'a charge of another amount',
        ({ charges }) => ({
          charges: charges.map((charge) => ({ ...charge, amountCents: charge.amountCents && 2401 })),
        }),
        'G2 wrong bought: charged 2401 cents instead of 2400',
      ],
      [
        'money kept of a cancelled order',
        ({ charges }) => ({
          charges: charges.map((charge) => ({ ...charge, status: 'captured', amountCents: 2400 })),
        }),
        'G2 wrong soldout: cancelled, but 2400 cents were kept',
      ],
      [
        'stock kept by a cancelled order',
        ({ reservations }) => ({
          reservations: reservations.map((one) => ({
            ...one,
            status: 'reserved',
            lines: [{ sku: 'mug', quantity: 2 }],
          })),
        }),
        'G2 wrong declined: cancelled, but its stock is still set aside',
      ],
      [
        'a confirmed order without its stock',
        ({ reservations }) => ({ reservations: reservations.slice(1) }),
        'G2 wrong bought: confirmed, but [] is set aside instead of [{"sku":"mug","quantity":2}]',
      ],
      [
        'a rejection although there was stock',
        ({ stockBefore }) => ({ stockBefore: new Map([...stockBefore, ['limited-edition', 2]]) }),
        'G2 wrong soldout: rejected for want of stock, of which there was enough for everybody',
      ],
    ])('%s', (_what, change, problem) => {
      expect(broken(change)).toContain(problem);
    });
  });

  describe('G3 sees what is out of order', () => {
    const ledgerWith =
      (type: string, over: { sequence?: number; position?: number }) =>
      ({ ledger }: Outcome): Partial<Outcome> => ({
        ledger: ledger.map((row) => (row.orderId === 'bought' && row.type === type ? { ...row, ...over } : row)),
      });

    it('two events that changed places', () => {
      const swap = ({ ledger }: Outcome) => ({
        ledger: ledger.map((row) =>
          row.orderId === 'bought' && (row.position === 2 || row.position === 3)
            ? { ...row, position: 5 - row.position }
            : row,
        ),
      });

      expect(broken(swap)).toContain(
        'G3 out of order bought: stock.reserved (sequence 6) was written after payment.captured (sequence 7)',
      );
    });

    it('a gap between two events', () => {
      expect(broken(ledgerWith('order.confirmed', { sequence: 9 }))).toEqual([
        'G3 out of order bought: a gap between payment.captured (sequence 7) and order.confirmed (sequence 9)',
      ]);
    });

    it('two lines written at the same time', () => {
      expect(broken(ledgerWith('order.confirmed', { position: 3 }))).toEqual([
        'G3 out of order bought: order.confirmed is line 3 of the ledger instead of 4',
      ]);
    });

    it('a ledger that does not begin at the beginning', () => {
      const change = ({ ledger }: Outcome) => ({
        ledger: ledger
          .filter(({ eventId }) => eventId !== 'unpaid-order.placed')
          .map((row) => (row.orderId === 'unpaid' ? { ...row, position: 1 } : row)),
      });

      expect(broken(change)).toContain(
        'G3 out of order unpaid: the ledger begins with stock.reserved instead of order.placed',
      );
    });
  });

  describe('G4 and G5 see dead letters that nothing explains', () => {
    it('one of an order whose card is good: its missing effects are held, not lost', () => {
      const change = ({ deadLetters, orders, mails, ledger }: Outcome): Partial<Outcome> => ({
        deadLetters: [...deadLetters, deadLetterOf('bought')],
        orders: orders.map((order) => (order.orderId === 'bought' ? { ...order, status: 'placed' } : order)),
        mails: mails.slice(1),
        ledger: ledger.filter(({ orderId, position }) => orderId !== 'bought' || position < 3),
      });

      expect(broken(change)).toEqual([
        'G4 unexplained dead letter bought: payment gave up on stock.reserved: ATTEMPTS_EXHAUSTED, the payment gateway is unavailable',
      ]);
    });

    it.each([
      ['of another consumer', { consumer: 'email' }],
      ['that SNS could not deliver', { undelivered: true }],
    ])('one %s', (_what, over) => {
      const change = ({ deadLetters }: Outcome) => ({ deadLetters: [...deadLetters, deadLetterOf('unpaid', over)] });

      expect(broken(change)).toEqual([expect.stringContaining('G4 unexplained dead letter unpaid: ')]);
    });

    it('one that is no event', () => {
      const stray = deadLetterOf('x', { envelope: undefined });
      const change = ({ deadLetters }: Outcome) => ({ deadLetters: [...deadLetters, stray] });

      expect(broken(change)).toEqual([
        expect.stringContaining('G4 unexplained dead letter dead-x: payment gave up on a message that is no event'),
      ]);
    });

    it('one without a failure report', () => {
      const problems = broken(() => ({ deadLetters: [deadLetterOf('unpaid', { report: undefined })] }));

      expect(problems).toContain('G5 unexplained dead letter dead-unpaid: of payment: has no failure report');
    });

    it('one whose failure report is not whole', () => {
      const { report } = deadLetterOf('unpaid');
      const cut = report && { ...report, firstFailureAt: '', expiresAt: '' };

      expect(broken(() => ({ deadLetters: [deadLetterOf('unpaid', { report: cut })] }))).toEqual([
        'G5 unexplained dead letter dead-unpaid: of payment: its failure report lacks firstFailureAt, expiresAt',
      ]);
    });
  });

  describe('refusals see', () => {
    it.each<[string, (outcome: Outcome) => Partial<Outcome>, string]>([
      [
        'what a refused request wrote',
        ({ facts }) => ({ facts: [...facts, { orderId: 'stranger', eventId: 'e' }] }),
        'refusals wrong stranger: in facts, but no client was told that it was accepted',
      ],
      [
        'a valid order that was refused',
        ({ submissions }) => ({
          submissions: submissions.map((one) =>
            one.order.line === 1
              ? { ...one, answer: { kind: 'refused', code: 'REQUEST_INVALID', message: 'card: Required' } }
              : one,
          ),
        }),
        'refusals wrong line 1: a valid order was refused: card: Required',
      ],
      [
        'an invalid order that was accepted',
        ({ submissions }) => ({
          submissions: submissions.map((one) =>
            one.order.line === 5 ? { ...one, answer: { kind: 'accepted', orderId: 'odd', repeated: false } } : one,
          ),
        }),
        'refusals wrong line 5: an invalid order was accepted',
      ],
      [
        'a client key that was accepted for two orders',
        ({ submissions }) => ({
          submissions: submissions.map((one) =>
            one.conflictAnswer
              ? { ...one, conflictAnswer: { kind: 'accepted', orderId: 'bought', repeated: true } }
              : one,
          ),
        }),
        'refusals wrong line 1: its client key was accepted with other content',
      ],
    ])('%s', (_what, change, problem) => {
      expect(broken(change)).toContain(problem);
    });
  });
});
