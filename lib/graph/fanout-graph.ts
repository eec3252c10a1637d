import { CfnResource } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { type AlarmNode, readAlarm } from './alarm.ts';
import { type FunctionNode, type MappingNode, readFunction, readMapping, readPipe } from './consumer.ts';
import { type GraphResource, isPartOfFanout, readResources } from './graph-resource.ts';
import { PhysicalNames } from './physical-names.ts';
import type { PolicyStatementNode } from './policy-statement.ts';
import { type QueueNode, readQueue } from './queue.ts';
import { referencedPath, referencedPaths, referenceTo, splitText } from './reference.ts';
import { readResourcePolicies } from './resource-policies.ts';
import { readListedSubscriptions, readSubscription, type SubscriptionNode } from './subscription.ts';
import { readTopic, type TopicNode } from './topic.ts';

/**
 * The fan-out of an app as it will be deployed: topics, queues, what connects them, what reads them, who may do what. Read
 * once from the L1 resources of the construct tree, whoever wrote them. Values unknown at synthesis are undefined.
 */
export class FanoutGraph {
  readonly topics: readonly TopicNode[];
  readonly queues: readonly QueueNode[];
  readonly subscriptions: readonly SubscriptionNode[];
  readonly functions: readonly FunctionNode[];
  readonly mappings: readonly MappingNode[];
  readonly alarms: readonly AlarmNode[];
  readonly resources: readonly GraphResource[];
  readonly #byPath: ReadonlyMap<string, GraphResource>;
  readonly #names: PhysicalNames;
  readonly #topics: ReadonlyMap<string, TopicNode>;
  readonly #queues: ReadonlyMap<string, QueueNode>;
  readonly #functions: ReadonlyMap<string, FunctionNode>;
  readonly #policies: ReadonlyMap<string, readonly PolicyStatementNode[]>;

  private constructor(resources: readonly GraphResource[]) {
    this.resources = resources;
    this.#byPath = new Map(resources.map((resource) => [resource.path, resource]));
    this.#names = new PhysicalNames(resources);
    this.topics = this.ofType('AWS::SNS::Topic').map(readTopic);
    this.queues = this.ofType('AWS::SQS::Queue').map(readQueue);
    this.functions = this.ofType('AWS::Lambda::Function').map(readFunction);
    this.mappings = [
      ...this.ofType('AWS::Lambda::EventSourceMapping').map(readMapping),
      ...this.ofType('AWS::Pipes::Pipe').map(readPipe),
    ];
    this.alarms = this.ofType('AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm').map((alarm) =>
      readAlarm(alarm, this.#names),
    );
    this.subscriptions = [
      ...this.ofType('AWS::SNS::Subscription').map(readSubscription),
      ...this.ofType('AWS::SNS::Topic').flatMap((topic) =>
        readListedSubscriptions(topic, referenceTo(topic.path, 'Ref')),
      ),
    ];
    this.#topics = byPath(this.topics);
    this.#queues = byPath(this.queues);
    this.#functions = byPath(this.functions);
    this.#policies = readResourcePolicies(resources, (value) => this.resourceAt(value));
  }

  /** Reads everything under a construct. */
  static under(root: IConstruct): FanoutGraph {
    const constructs = root.node.findAll().filter((node) => CfnResource.isCfnResource(node));
    return new FanoutGraph(readResources(constructs.filter(isPartOfFanout)));
  }

  /** Resources of CloudFormation types. */
  ofType(...types: readonly string[]): readonly GraphResource[] {
    return this.resources.filter(({ type }) => types.includes(type));
  }

  /** The resource that a reference, or an ARN with its name in it, means. Undefined for what is outside the app. */
  resourceAt(value: unknown): GraphResource | undefined {
    const path = referencedPath(value);
    return path === undefined ? this.#names.at(value) : this.#byPath.get(path);
  }

  /** A topic of the app as a reference, so that it compares equal however it was written. */
  topicReference(value: unknown): unknown {
    const topic = this.topicAt(value);
    return topic === undefined ? value : referenceTo(topic.resource.path, 'Ref');
  }

  /** The topic of the app that a reference or ARN means. */
  topicAt(value: unknown): TopicNode | undefined {
    return this.#topics.get(this.resourceAt(value)?.path ?? '');
  }

  /** The queue of the app that a reference or ARN means. */
  queueAt(value: unknown): QueueNode | undefined {
    return this.#queues.get(this.resourceAt(value)?.path ?? '');
  }

  /** The function that a name or ARN means, also by a version or an alias, and however it was put together. */
  functionAt(value: unknown): FunctionNode | undefined {
    const named = this.#names.functionAt(splitText(value) ?? value);
    const meant = [named, ...[...referencedPaths(value)].map((path) => this.#byPath.get(path))].flatMap(
      (resource) => (resource && this.#functionOf(resource)) ?? [],
    );
    const [only, ...others] = new Set(meant);
    return others.length === 0 ? only : undefined;
  }

  #functionOf({ type, path, properties }: GraphResource): FunctionNode | undefined {
    return type === 'AWS::Lambda::Alias' || type === 'AWS::Lambda::Version'
      ? this.functionAt(properties['FunctionName'])
      : this.#functions.get(path);
  }

  /** The customer's key that a property means, also by an alias. Undefined for AWS's own keys and keys outside the app. */
  keyAt(value: unknown): GraphResource | undefined {
    const resource = this.resourceAt(value) ?? this.#names.aliasAt(value);
    if (resource?.type === 'AWS::KMS::Alias') {
      return this.keyAt(resource.properties['TargetKeyId']);
    }
    return resource?.type === 'AWS::KMS::Key' ? resource : undefined;
  }

  subscriptionsOf(topic: TopicNode): readonly SubscriptionNode[] {
    return this.subscriptions.filter((subscription) => this.topicAt(subscription.topic) === topic);
  }

  subscriptionsTo(queue: QueueNode): readonly SubscriptionNode[] {
    return this.subscriptions.filter(({ endpoint }) => this.queueAt(endpoint) === queue);
  }

  /** The queues of the app that SNS sends to for a subscription, and the properties that name them. */
  queuesOf({ endpoint, deadLetterTarget }: SubscriptionNode): readonly {
    readonly property: 'Endpoint' | 'RedrivePolicy';
    readonly queue: QueueNode;
  }[] {
    const targets = [
      ['Endpoint', endpoint],
      ['RedrivePolicy', deadLetterTarget],
    ] as const;
    return targets.flatMap(([property, target]) => {
      const queue = this.queueAt(target);
      return queue === undefined ? [] : [{ property, queue }];
    });
  }

  mappingsOf(source: GraphResource): readonly MappingNode[] {
    return this.mappings.filter((mapping) => this.resourceAt(mapping.source) === source);
  }

  /** Resources of the same stack that must exist before this one. */
  needsOf(resource: GraphResource): readonly GraphResource[] {
    const named = resource.dependsOn.map((id) =>
      this.resources.find(({ stack, logicalId }) => stack === resource.stack && logicalId === id),
    );
    const referred = [...referencedPaths(resource.properties)].map((path) => this.#byPath.get(path));
    return [...named, ...referred].filter(
      (needed): needed is GraphResource => needed !== undefined && needed.stack === resource.stack,
    );
  }

  /** Whether messages come to a queue because another queue or a subscription gave them up. */
  isDeadLetterQueue(queue: QueueNode): boolean {
    return (
      this.queues.some(({ redrive }) => redrive !== undefined && this.mayBe(redrive.target, queue)) ||
      this.subscriptions.some(({ deadLetterTarget }) => this.mayBe(deadLetterTarget, queue))
    );
  }

  /** Whether a value means a queue, or does so under a condition. */
  mayBe(value: unknown, queue: QueueNode): boolean {
    return this.queueAt(value) === queue || referencedPaths(value).has(queue.resource.path);
  }

  /** Statements of the policies of a queue, topic or key. */
  policyOf(resource: GraphResource): readonly PolicyStatementNode[] {
    return this.#policies.get(resource.path) ?? [];
  }

  /** Whether a queue or topic has a policy of its own instead of AWS's default. */
  hasPolicy(resource: GraphResource): boolean {
    return this.#policies.has(resource.path);
  }
}

const byPath = <Node extends { readonly resource: GraphResource }>(nodes: readonly Node[]): ReadonlyMap<string, Node> =>
  new Map(nodes.map((node) => [node.resource.path, node]));
