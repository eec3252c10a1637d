import { Resource } from 'aws-cdk-lib';
import type { GraphResource } from '../graph/graph-resource.ts';
import { propNamesAround } from '../props/prop-names.ts';

/** What aws-cdk's L2s call the properties of a type. */
interface L2Names {
  readonly noun: string;
  readonly props: Readonly<Record<string, string>>;
}

/** Only properties that a finding asks to change. Others say where a finding is, as `Endpoint` does. */
const L2_NAMES: Readonly<Record<string, L2Names>> = {
  'AWS::SQS::Queue': {
    noun: 'queue',
    props: {
      VisibilityTimeout: 'visibilityTimeout',
      MessageRetentionPeriod: 'retentionPeriod',
      RedrivePolicy: 'deadLetterQueue',
      RedriveAllowPolicy: 'redriveAllowPolicy',
      DeletionPolicy: 'removalPolicy',
    },
  },
  'AWS::SNS::Topic': { noun: 'topic', props: { DeletionPolicy: 'applyRemovalPolicy()' } },
  'AWS::SNS::Subscription': { noun: 'subscription', props: { FilterPolicy: 'filterPolicy' } },
  'AWS::Lambda::Function': {
    noun: 'function',
    props: {
      Timeout: 'timeout',
      ReservedConcurrentExecutions: 'reservedConcurrentExecutions',
      Environment: 'environment',
    },
  },
  'AWS::Lambda::EventSourceMapping': {
    noun: 'event source mapping',
    props: {
      ScalingConfig: 'maxConcurrency',
      FilterCriteria: 'filters',
      FunctionResponseTypes: 'reportBatchItemFailures',
      MaximumRetryAttempts: 'retryAttempts',
      MaximumRecordAgeInSeconds: 'maxRecordAge',
    },
  },
  'AWS::DynamoDB::Table': { noun: 'table', props: { StreamSpecification: 'stream', DeletionPolicy: 'removalPolicy' } },
  'AWS::DynamoDB::GlobalTable': {
    noun: 'table',
    props: { StreamSpecification: 'dynamoStream', DeletionPolicy: 'removalPolicy' },
  },
  'AWS::KMS::Key': { noun: 'key', props: { KeyPolicy: 'addToResourcePolicy()', DeletionPolicy: 'removalPolicy' } },
  'AWS::CloudWatch::Alarm': { noun: 'alarm', props: { AlarmActions: 'addAlarmAction()' } },
  'AWS::CloudWatch::CompositeAlarm': { noun: 'alarm', props: { AlarmActions: 'addAlarmAction()' } },
};

/** Of an L1, where the name is not the property's own. */
const L1_NAMES: Readonly<Record<string, string>> = { DeletionPolicy: 'applyRemovalPolicy()' };

/**
 * Where to change a property in the code that defines the resource: by the prop of Fanout's construct, of aws-cdk's L2, or
 * of the L1. Undefined where a property cannot be set so, or is not to be changed.
 */
export function whereToSet({ construct, type }: GraphResource, property: string): string | undefined {
  const { noun, props } = L2_NAMES[type] ?? {};
  const l2 = props?.[property];
  const ours = propNamesAround(construct);
  if (l2 === undefined || ours !== undefined) {
    return l2 && said(ours?.props[property], ours?.construct, property);
  }
  const { scope } = construct.node;
  const isOfL2 = scope !== undefined && Resource.isResource(scope);
  return said(isOfL2 ? l2 : (L1_NAMES[property] ?? lowerCamel(property)), `the ${noun}`, property);
}

const said = (prop: string | undefined, whose: string | undefined, property: string): string | undefined =>
  prop && `${prop} of ${whose} (CloudFormation: ${property})`;

const lowerCamel = (property: string): string => `${property.charAt(0).toLowerCase()}${property.slice(1)}`;
