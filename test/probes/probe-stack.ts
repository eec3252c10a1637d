import { fileURLToPath } from 'node:url';
import { type App, CfnOutput, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AttributeType, BillingMode, StreamViewType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Code, Function as LambdaFunction, Runtime, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

/** Long enough for a cold start and a `slow` act on a busy machine. */
const TIMEOUT = Duration.seconds(4);
const VISIBILITY_TIMEOUT = Duration.seconds(6);

interface ProbedQueueProps {
  readonly prober: LambdaFunction;
  readonly batchSize: number;
  readonly windowSeconds?: number;
  readonly maxReceiveCount?: number;
  readonly reportsItemFailures?: boolean;
  readonly fifo?: boolean;
  readonly enabled?: boolean;
  readonly visibilitySeconds?: number;
}

/** A queue with a dead-letter queue, mapped to the prober. */
class ProbedQueue extends Construct {
  constructor(scope: Construct, id: string, props: ProbedQueueProps) {
    super(scope, id);
    const fifo = props.fifo === true ? { fifo: true, contentBasedDeduplication: true } : {};
    const deadLetters = new Queue(this, 'DeadLetters', { ...fifo });
    const queue = new Queue(this, 'Queue', {
      ...fifo,
      visibilityTimeout:
        props.visibilitySeconds === undefined ? VISIBILITY_TIMEOUT : Duration.seconds(props.visibilitySeconds),
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: props.maxReceiveCount ?? 1 },
    });
    const mapping = props.prober.addEventSourceMapping(`${id}Mapping`, {
      eventSourceArn: queue.queueArn,
      batchSize: props.batchSize,
      enabled: props.enabled ?? true,
      reportBatchItemFailures: props.reportsItemFailures ?? true,
      ...(props.windowSeconds !== undefined && { maxBatchingWindow: Duration.seconds(props.windowSeconds) }),
    });
    queue.grantConsumeMessages(props.prober);
    output(this, `${id}QueueUrl`, queue.queueUrl);
    output(this, `${id}DeadLetterQueueUrl`, deadLetters.queueUrl);
    output(this, `${id}MappingId`, mapping.eventSourceMappingId);
  }
}

interface ProbedTableProps {
  readonly prober: LambdaFunction;
  readonly startingPosition?: StartingPosition;
  readonly bisects?: boolean;
  readonly retryAttempts?: number;
  readonly filterPattern?: string;
  readonly enabled?: boolean;
}

/** A table whose stream is mapped to a prober. */
class ProbedTable extends Construct {
  constructor(scope: Construct, id: string, props: ProbedTableProps) {
    super(scope, id);
    const table = new Table(this, 'Table', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      stream: StreamViewType.NEW_AND_OLD_IMAGES,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const discarded = new Queue(this, 'Discarded');
    const { prober } = props;
    const mapping = prober.addEventSourceMapping(`${id}Mapping`, {
      eventSourceArn: table.tableStreamArn ?? '',
      startingPosition: props.startingPosition ?? StartingPosition.TRIM_HORIZON,
      batchSize: 10,
      enabled: props.enabled ?? false,
      reportBatchItemFailures: true,
      onFailure: new SqsDlq(discarded),
      ...(props.bisects !== undefined && { bisectBatchOnError: props.bisects }),
      ...(props.retryAttempts !== undefined && { retryAttempts: props.retryAttempts }),
      ...(props.filterPattern !== undefined && { filters: [{ pattern: props.filterPattern }] }),
    });
    table.grantStreamRead(prober);
    output(this, `${id}TableName`, table.tableName);
    output(this, `${id}DiscardedQueueUrl`, discarded.queueUrl);
    output(this, `${id}MappingId`, mapping.eventSourceMappingId);
    output(this, `${id}LogGroup`, `/aws/lambda/${prober.functionName}`);
  }
}

/** What the probes of event source mappings need: every probe has a queue or a table of its own. */
export class ProbeStack extends Stack {
  constructor(app: App, id: string) {
    super(app, id);
    const prober = newProber(this, 'Prober');
    output(this, 'FunctionName', prober.functionName);
    output(this, 'LogGroup', `/aws/lambda/${prober.functionName}`);

    new ProbedQueue(this, 'BatchSize', { prober, batchSize: 3, windowSeconds: 1 });
    new ProbedQueue(this, 'Window', { prober, batchSize: 10, windowSeconds: 4, visibilitySeconds: 30 });
    new ProbedQueue(this, 'Partial', { prober, batchSize: 2, enabled: false });
    new ProbedQueue(this, 'Unreported', { prober, batchSize: 2, enabled: false, reportsItemFailures: false });
    new ProbedQueue(this, 'Throwing', { prober, batchSize: 2, enabled: false });
    new ProbedQueue(this, 'Exiting', { prober, batchSize: 2, enabled: false });
    new ProbedQueue(this, 'Hanging', { prober, batchSize: 2, enabled: false });
    new ProbedQueue(this, 'Responses', { prober, batchSize: 1 });
    new ProbedQueue(this, 'Receives', { prober, batchSize: 1, maxReceiveCount: 2 });
    new ProbedQueue(this, 'Visibility', { prober, batchSize: 1 });
    new ProbedQueue(this, 'Paused', { prober, batchSize: 10, enabled: false });
    const throttled = newProber(this, 'ThrottledProber');
    new ProbedQueue(this, 'Throttled', { prober: throttled, batchSize: 1, enabled: false });
    output(this, 'ThrottledFunctionName', throttled.functionName);
    new ProbedQueue(this, 'Described', { prober, batchSize: 1 });
    new ProbedQueue(this, 'FifoDescribed', { prober, batchSize: 1, fifo: true });
    new ProbedQueue(this, 'FifoPartial', { prober, batchSize: 10, fifo: true, enabled: false, maxReceiveCount: 10 });
    new ProbedQueue(this, 'FifoDead', { prober, batchSize: 1, fifo: true });
    new ProbedQueue(this, 'FifoHead', { prober, batchSize: 1, fifo: true, maxReceiveCount: 10 });
    new ProbedQueue(this, 'FifoBatch', { prober, batchSize: 10, fifo: true, enabled: false });

    new ProbedTable(this, 'StreamPartial', { prober: newProber(this, 'CountingProber') });
    new ProbedTable(this, 'StreamBisect', { prober, bisects: true, retryAttempts: 1 });
    new ProbedTable(this, 'StreamNullId', { prober, retryAttempts: 1 });
    new ProbedTable(this, 'StreamHorizon', { prober });
    new ProbedTable(this, 'StreamNoChange', { prober });
    new ProbedTable(this, 'StreamLatest', { prober, startingPosition: StartingPosition.LATEST });
    new ProbedTable(this, 'StreamFilter', {
      prober,
      filterPattern: JSON.stringify({ eventName: ['INSERT'] }),
      enabled: true,
    });
    new ProbedTable(this, 'StreamPause', { prober, enabled: true });

    const transactions = new Table(this, 'Transactions', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    output(this, 'TransactionsTableName', transactions.tableName);
  }
}

function newProber(scope: Construct, id: string): LambdaFunction {
  return new LambdaFunction(scope, id, {
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromAsset(fileURLToPath(new URL('prober/', import.meta.url))),
    timeout: TIMEOUT,
  });
}

function output(scope: Construct, key: string, value: string): void {
  new CfnOutput(scope, key, { value }).overrideLogicalId(key);
}
