import { type Stack, Token } from 'aws-cdk-lib';
import type { GraphResource } from './graph-resource.ts';
import { arnName, queueUrlArn } from './reference.ts';

/** Finds queues and topics by the names that they were given. */
export class PhysicalNames {
  readonly #named: ReadonlyMap<string, readonly GraphResource[]>;

  constructor(resources: readonly GraphResource[]) {
    const named = resources.flatMap((resource) => {
      const { QueueName: queue, TopicName: topic } = resource.properties;
      return [
        ...(queue === undefined ? [] : [{ key: keyOf('sqs', queue), resource }]),
        ...(topic === undefined ? [] : [{ key: keyOf('sns', topic), resource }]),
      ];
    });
    this.#named = new Map(
      [...Map.groupBy(named, ({ key }) => key)].map(([key, group]) => [key, group.map(({ resource }) => resource)]),
    );
  }

  /** The queue or topic that an ARN means, or a queue's URL. Undefined when there is none of the name, or more than one. */
  at(address: unknown): GraphResource | undefined {
    const arn = queueUrlArn(address) ?? address;
    const name = arnName(arn);
    if (name === undefined) {
      return undefined;
    }
    const [first, ...others] = this.named(serviceOf(arn), name).filter(({ stack }) => mayBeIn(arn, stack));
    return others.length === 0 ? first : undefined;
  }

  /** All queues (`sqs`) or topics (`sns`) of a name, in whatever stack. */
  named(service: string | undefined, name: unknown): readonly GraphResource[] {
    return this.#named.get(keyOf(service, name)) ?? [];
  }
}

const keyOf = (service: string | undefined, name: unknown): string => `${service}:${JSON.stringify(name)}`;

/** The service of an ARN, which is a literal also where its account and Region are not. */
const serviceOf = (arn: unknown): string | undefined => /:(sqs|sns):/.exec(JSON.stringify(arn))?.[1];

/** Whether account and Region of an ARN are those of a stack, as far as both are known. */
function mayBeIn(arn: unknown, stack: Stack): boolean {
  const [, , , region, account] = typeof arn === 'string' ? arn.split(':') : [];
  return [
    [region, stack.region],
    [account, stack.account],
  ].every(([said, known]) => !said || known === undefined || Token.isUnresolved(known) || said === known);
}
