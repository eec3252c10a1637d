import { type Capability, type CloudClients, type StackOutputs, writtenLogGroup } from 'fanout/testing';

/** One subscriber of the order platform, in the order in which the picture shows them. */
export interface PlatformSubscriber {
  /** What its outputs start with. */
  readonly id: string;
  /** Consumer name, as in its log lines. */
  readonly consumer: string;
  readonly topic: 'order-events' | 'order-ledger';
}

export const subscribers: readonly PlatformSubscriber[] = [
  { id: 'Inventory', consumer: 'inventory', topic: 'order-events' },
  { id: 'Payment', consumer: 'payment', topic: 'order-events' },
  { id: 'Orders', consumer: 'orders', topic: 'order-events' },
  { id: 'Email', consumer: 'email', topic: 'order-events' },
  { id: 'Analytics', consumer: 'analytics', topic: 'order-events' },
  { id: 'Ledger', consumer: 'ledger', topic: 'order-ledger' },
];

/** The deployed order platform: how to call it and what its parts are called. */
export interface Platform {
  readonly clients: CloudClients;
  readonly outputs: StackOutputs;
  /** What its target can do beyond running it. */
  readonly capabilities: ReadonlySet<Capability>;
}

/** Log groups of all functions, by the name their outputs start with. */
export function logGroups({ outputs, capabilities }: Platform): ReadonlyMap<string, string> {
  return new Map(
    [...outputs.endingIn('LogGroupName')].map(([id, logGroupName]) => [
      id,
      writtenLogGroup(capabilities, { functionName: outputs.get(`${id}FunctionName`), logGroupName }),
    ]),
  );
}
