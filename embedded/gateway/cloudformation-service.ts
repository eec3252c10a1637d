import type { DeployedResource, DeployedStack } from '../deployment/deployed-stack.ts';
import { ServiceError } from '../service-call.ts';
import { errorAnswer, queryAnswer } from './answers.ts';
import type { Service } from './service.ts';
import type { XmlValue } from './xml.ts';

const NAMESPACE = 'http://cloudformation.amazonaws.com/doc/2010-05-15/';
const STATUS = 'CREATE_COMPLETE';

/** CloudFormation's reading actions on the stacks that are deployed so far. */
export function cloudformationService(stacks: () => readonly DeployedStack[]): Service {
  const actions: Readonly<Record<string, (input: URLSearchParams) => XmlValue>> = {
    DescribeStacks: (input) => {
      const name = input.get('StackName');
      return { Stacks: (name === null ? stacks() : [find(stacks(), name)]).map(describeStack) };
    },
    DescribeStackResources: (input) => {
      const stack = find(stacks(), input.get('StackName') ?? '');
      const only = input.get('LogicalResourceId');
      const resources = stack.resources.filter(({ logicalId }) => only === null || logicalId === only);
      return { StackResources: resources.map((resource) => describeResource(stack, resource)) };
    },
    ListStackResources: (input) => {
      const stack = find(stacks(), input.get('StackName') ?? '');
      return { StackResourceSummaries: stack.resources.map((resource) => describeResource(stack, resource)) };
    },
    GetTemplate: (input) => ({ TemplateBody: find(stacks(), input.get('StackName') ?? '').templateText }),
    ListStacks: () => ({ StackSummaries: stacks().map(summary) }),
  };
  return async ({ operation, body }) => {
    const action = actions[operation];
    if (action) return queryAnswer(operation, NAMESPACE, action(new URLSearchParams(body.toString())));
    return errorAnswer('query', 'InvalidAction', `The embedded cloud has no action ${operation} of CloudFormation`);
  };
}

function find(stacks: readonly DeployedStack[], nameOrId: string): DeployedStack {
  const stack = stacks.find(({ name, id }) => name === nameOrId || id === nameOrId);
  if (stack) return stack;
  throw new ServiceError('ValidationError', `Stack with id ${nameOrId} does not exist`, 400);
}

function summary({ name, id, createdAt }: DeployedStack): { [name: string]: XmlValue } {
  return { StackId: id, StackName: name, CreationTime: createdAt, StackStatus: STATUS };
}

function describeStack(stack: DeployedStack): XmlValue {
  const Outputs = Object.entries(stack.outputs).map(([OutputKey, OutputValue]) => ({
    OutputKey,
    OutputValue,
    ExportName: stack.exportNames[OutputKey],
  }));
  return { ...summary(stack), DisableRollback: false, Outputs, Parameters: [], Tags: [] };
}

function describeResource({ name, id }: DeployedStack, resource: DeployedResource): XmlValue {
  return {
    StackName: name,
    StackId: id,
    LogicalResourceId: resource.logicalId,
    PhysicalResourceId: resource.physicalId,
    ResourceType: resource.type,
    Timestamp: resource.createdAt,
    ResourceStatus: STATUS,
  };
}
