import type { RemovalPolicy } from 'aws-cdk-lib';
import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { environmentNames } from '../../contracts/environment.ts';
import type { Inbox } from '../inbox/inbox.ts';
import type { IOutbox } from '../outbox/outbox-base.ts';
import { anInbox, anOutbox, anything, aRemovalPolicy } from '../props/prop-kinds.ts';
import { type PropKinds, PropsCheck } from '../props/props-check.ts';
import { removalPolicyOf } from '../stages/stage.ts';
import { checkComponentName } from './component-name.ts';
import { FanoutFunction } from './fanout-function.ts';
import { checkHandler, HANDLER_KINDS } from './handler-check.ts';
import type { HandlerProps } from './handler-props.ts';

/** Props for {@link Producer}. */
export interface ProducerProps extends HandlerProps {
  /**
   * Producer name, unique in the inbox: 1 to 64 lower-case letters, digits and hyphens. Part of every idempotency key, so a
   * changed name takes a repeated request for a new one.
   */
  readonly name: string;
  /** Where outcomes are kept for clients that repeat a request. */
  readonly inbox: Inbox;
  /**
   * Where events are put that are emitted as outbox entries.
   *
   * @default - none; the producer's events ride in items
   */
  readonly outbox?: IOutbox;
  /**
   * What becomes of the logs when the stack goes.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
}

const PRODUCER_KINDS: PropKinds<ProducerProps> = {
  ...HANDLER_KINDS,
  name: anything,
  inbox: anInbox,
  outbox: anOutbox,
  removalPolicy: aRemovalPolicy,
};

/**
 * A function that turns clients' requests into committed changes and events. Defines the function with log group and role;
 * it may use the inbox and add to the outbox. It never publishes.
 */
export class Producer extends Construct {
  readonly function: LambdaFunction;
  readonly logGroup: ILogGroup;

  constructor(scope: Construct, id: string, props: ProducerProps) {
    super(scope, id);
    const check = new PropsCheck(this);
    const checked = check.kinds(props, PRODUCER_KINDS, { required: ['inbox'] });
    checkComponentName(check, checked.name);
    check.attempt(() => checked.inbox.takeName(this, checked.name), undefined);
    checkHandler(check, checked);
    check.finish();
    const handler = new FanoutFunction(this, 'Handler', {
      ...checked,
      description: `Producer ${checked.name}.`,
      settings: {
        [environmentNames.consumer]: checked.name,
        [environmentNames.inboxTable]: checked.inbox.table.tableName,
        ...(checked.outbox && { [environmentNames.outboxTable]: checked.outbox.table.tableName }),
        [environmentNames.inboxHorizonSeconds]: String(checked.inbox.producerHorizonSeconds),
      },
      removalPolicy: removalPolicyOf(this, checked.removalPolicy),
    });
    checked.inbox.grantUse(handler.role);
    checked.outbox?.grantEmit(handler.role);
    this.function = handler.function;
    this.logGroup = handler.logGroup;
  }

  /** Lets `grantee` send requests: `lambda:InvokeFunction` on the function. */
  grantInvoke(grantee: IGrantable): Grant {
    return this.function.grantInvoke(grantee);
  }
}
