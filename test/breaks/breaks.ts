import type { AssemblyCopy } from './assembly-copy.ts';
import type { AcceptanceCase } from './run-case.ts';

/** Clouds on which the breaks are tried. */
export const BROKEN_CLOUDS = ['embedded', 'localstack'] as const;

export type BrokenCloud = (typeof BROKEN_CLOUDS)[number];

/** Why a cloud cannot show a break, and what notices it instead. */
interface Unseen {
  readonly reason: string;
  readonly instead: string;
}

/** One deliberate mistake in what the example deploys. */
interface Mistake {
  /** Stable; names the break in tests and on the page. */
  readonly id: string;
  readonly what: string;
  apply(assembly: AssemblyCopy): void;
  /** The case of the acceptance suite that looks at what is broken. */
  readonly case: AcceptanceCase;
}

/** A mistake, and who notices. */
export type Break = Mistake &
  (
    | {
        /** What the case says where it goes red; red for another reason, it would not have noticed. */
        readonly shows: RegExp;
        /**
         * Clouds on which the case stays green.
         *
         * @default - none: it goes red on every cloud
         */
        readonly unseen?: Readonly<Partial<Record<BrokenCloud, Unseen>>>;
      }
    | { readonly shows?: undefined; readonly unseen: Readonly<Record<BrokenCloud, Unseen>> }
  );

const EVERYTHING = {
  file: 'fan-out.test.ts',
  title: 'G1 reaches every subscriber whose filter matches',
};
const EXHAUSTED = {
  file: 'dead-letters.test.ts',
  title: 'G4 reaches the dead-letter queue after a bounded number of attempts and harms no neighbour',
};

/** No dead letter, because the message was acknowledged. */
const NO_DEAD_LETTER = /order \S+ in the dead-letter queue of payment did not happen/;

const everywhere = (unseen: Unseen): Readonly<Record<BrokenCloud, Unseen>> => ({
  embedded: unseen,
  localstack: unseen,
});

const drop =
  (...names: readonly string[]) =>
  (properties: Record<string, unknown>): void => {
    for (const name of names) delete properties[name];
  };

/** Every mistake that is tried. */
export const breaks: readonly Break[] = [
  {
    id: 'filter-dropped',
    what: 'The subscription of Analytics has no filter policy.',
    apply: (assembly) =>
      assembly.changeResources('AWS::SNS::Subscription', 'Analytics', drop('FilterPolicy', 'FilterPolicyScope')),
    case: {
      file: 'fan-out.test.ts',
      title: 'reaches Analytics only with the events that it subscribed to',
    },
    shows: /expected \[ 'order\.placed', …\(\d\) \] to deeply equal \[ 'order\.placed' \]/,
  },
  {
    id: 'raw-delivery-dropped',
    what: 'The subscription of Ledger delivers envelopes of SNS.',
    apply: (assembly) => assembly.changeResources('AWS::SNS::Subscription', 'Ledger', drop('RawMessageDelivery')),
    case: EVERYTHING,
    shows: /4 ledger lines of order \S+ did not happen/,
  },
  {
    id: 'receive-count-lowered',
    what: 'SQS moves a message of Payment to the dead-letter queue at its second receive (maxReceiveCount 1).',
    apply: (assembly) =>
      assembly.changeResources('AWS::SQS::Queue', 'PaymentQueue', ({ RedrivePolicy }) => {
        (RedrivePolicy as { maxReceiveCount: number }).maxReceiveCount = 1;
      }),
    case: EXHAUSTED,
    // SQS moved it, so that it has no report of the runtime's.
    shows: /expected undefined to match object \{ reason: 'ATTEMPTS_EXHAUSTED'/,
  },
  {
    id: 'item-failures-unreported',
    what: 'The mapping of Payment does not read which messages of a batch failed.',
    apply: (assembly) =>
      assembly.changeResources('AWS::Lambda::EventSourceMapping', 'Payment', drop('FunctionResponseTypes')),
    case: EXHAUSTED,
    shows: NO_DEAD_LETTER,
  },
  {
    id: 'bundle-forgets',
    what: 'The bundle of Email acknowledges every message and handles none.',
    apply: (assembly) =>
      assembly.wrapFunction('EmailConsumer', 'export const handler = async () => ({ batchItemFailures: [] });\n'),
    case: EVERYTHING,
    shows: /the mail in the log of Email did not happen/,
  },
  {
    id: 'bundle-hides-failures',
    what: 'The bundle of Payment handles every message and says that none failed.',
    apply: (assembly) =>
      assembly.wrapFunction(
        'PaymentConsumer',
        `import { handler as original } from './original.mjs';
export const handler = async (...args) => {
  await original(...args);
  return { batchItemFailures: [] };
};
`,
      ),
    case: EXHAUSTED,
    shows: NO_DEAD_LETTER,
  },
  {
    id: 'queue-policy-dropped',
    what: 'The queue of Inventory has no statement that lets the topic send to it.',
    apply: (assembly) =>
      assembly.changeResources('AWS::SQS::QueuePolicy', 'InventoryQueue', ({ PolicyDocument }) => {
        const policy = PolicyDocument as { Statement: readonly { Effect: string }[] };
        policy.Statement = policy.Statement.filter(({ Effect }) => Effect !== 'Allow');
      }),
    case: EVERYTHING,
    unseen: everywhere({
      reason: 'neither cloud enforces policies',
      instead: 'test/unit/lib/subscriber.subscription.test.ts reads the policy in the template',
    }),
  },
  {
    id: 'subscription-dead-letters-dropped',
    what: 'The subscription of Inventory has no dead-letter queue.',
    apply: (assembly) => assembly.changeResources('AWS::SNS::Subscription', 'Inventory', drop('RedrivePolicy')),
    case: EVERYTHING,
    unseen: everywhere({
      reason: 'every delivery of the suite succeeds, so that nothing goes there',
      instead: 'test/unit/lib/subscriber.subscription.test.ts reads the redrive policy in the template',
    }),
  },
];

/** The cases that look at something broken, each once. */
export const casesOfBreaks: readonly AcceptanceCase[] = [
  ...new Map(breaks.map((broken) => [broken.case.title, broken.case])).values(),
];
