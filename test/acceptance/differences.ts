import type { Capability } from 'fanout/testing';

/** A case, or a part of one, that a target without a capability cannot run. docs/suite.md has them as a table. */
export interface Difference {
  /** Full titles of the cases, as the sources have them. */
  readonly cases: readonly string[];
  readonly needs: Capability;
  /** What such a target does. */
  readonly reason: string;
  /** What the suite checks there, and where. */
  readonly instead: string;
  /** Whether the whole case is left out, or only a part of it. */
  readonly leavesOut: 'case' | 'part';
}

/** Every difference that a case makes between targets. Nothing else in the suite may differ. */
export const differences = {
  relayCrash: {
    cases: ['a crash > G1 of the relay between publish and delete publishes again and doubles no effect'],
    needs: 'fault-injection',
    reason: 'nothing in an event makes the relay, which is a product function, end between two of its calls',
    instead:
      'the same event published again, and twenty times at once, has one effect (duplicates.test.ts), which is what consumers see of such a crash',
    leavesOut: 'case',
  },
  invocationStatus: {
    cases: [
      'a crash > G1 of a call %s loses no order and charges it once',
      'a crash > G2 of a consumer after its write was answered and before it returned repeats no effect',
    ],
    needs: 'platform-lines',
    reason: 'the log does not tell how an invocation ended',
    instead:
      'the message came back, and a run before left no line though the outside system counted it: checked on every target',
    leavesOut: 'part',
  },
  bodyBytes: {
    cases: ['a message that cannot succeed > G5 explains %s'],
    needs: 'exact-bodies',
    reason: 'a mapping reads a JSON body and writes it anew, so the function gets other white space',
    instead: 'the dead letter holds the same JSON value; text that is no JSON is the same byte for byte',
    leavesOut: 'part',
  },
} as const satisfies Record<string, Difference>;
