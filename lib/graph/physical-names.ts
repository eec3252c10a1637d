import { type Stack, Token } from 'aws-cdk-lib';
import type { GraphResource } from './graph-resource.ts';
import { arnName, queueUrlArn } from './reference.ts';

/** What a name is the name of, and the property that gives it, by type. */
const NAMES: Readonly<Record<string, readonly [service: string, property: string]>> = {
  'AWS::SQS::Queue': ['sqs', 'QueueName'],
  'AWS::SNS::Topic': ['sns', 'TopicName'],
  'AWS::Lambda::Function': ['lambda', 'FunctionName'],
  'AWS::KMS::Alias': ['kms', 'AliasName'],
};

/** Finds queues, topics, functions and aliases of keys by the names that they were given. */
export class PhysicalNames {
  readonly #named: ReadonlyMap<string, readonly GraphResource[]>;

  constructor(resources: readonly GraphResource[]) {
    const named = resources.flatMap((resource) => {
      const [service, property = ''] = NAMES[resource.type] ?? [];
      const name = resource.properties[property];
      return name === undefined ? [] : [{ key: keyOf(service, name), resource }];
    });
    this.#named = new Map(
      [...Map.groupBy(named, ({ key }) => key)].map(([key, group]) => [key, group.map(({ resource }) => resource)]),
    );
  }

  /** What an ARN means, or a queue's URL. Undefined when there is none of the name, or more than one. */
  at(address: unknown): GraphResource | undefined {
    const arn = queueUrlArn(address) ?? address;
    const name = arnName(arn);
    if (name === undefined) {
      return undefined;
    }
    const service = serviceOf(arn);
    const meant = service === 'lambda' && typeof name === 'string' ? functionName(name) : name;
    return onlyOne(this.named(service, meant).filter(({ stack }) => mayBeIn(arn, stack)));
  }

  /** The function of a name or part of an ARN, a qualifier after it or not; undefined as with {@link at}. */
  functionAt(name: unknown): GraphResource | undefined {
    return this.at(name) ?? (typeof name === 'string' ? onlyOne(this.named('lambda', functionName(name))) : undefined);
  }

  /** The alias of a key by its name or ARN; undefined as with {@link at}. */
  aliasAt(name: unknown): GraphResource | undefined {
    return this.at(name) ?? onlyOne(this.named('kms', name));
  }

  /** All queues (`sqs`), topics (`sns`), functions (`lambda`) or aliases (`kms`) of a name, in whatever stack. */
  named(service: string | undefined, name: unknown): readonly GraphResource[] {
    return this.#named.get(keyOf(service, name)) ?? [];
  }
}

const onlyOne = ([first, ...others]: readonly GraphResource[]): GraphResource | undefined =>
  others.length === 0 ? first : undefined;

/** `orders` of `function:orders`, `orders:live` and `111122223333:function:orders:live`. */
const functionName = (text: string): string => text.replace(/^(.*:)?function:/, '').replace(/:.*$/, '');

const keyOf = (service: string | undefined, name: unknown): string => `${service}:${JSON.stringify(name)}`;

/** The service of an ARN, which is a literal also where its account and Region are not. */
const serviceOf = (arn: unknown): string | undefined => /:(sqs|sns|lambda|kms):/.exec(JSON.stringify(arn))?.[1];

/** Whether account and Region of an ARN are those of a stack, as far as both are known. */
function mayBeIn(arn: unknown, stack: Stack): boolean {
  const [, , , region, account] = typeof arn === 'string' ? arn.split(':') : [];
  return [
    [region, stack.region],
    [account, stack.account],
  ].every(([said, known]) => !said || known === undefined || Token.isUnresolved(known) || said === known);
}
