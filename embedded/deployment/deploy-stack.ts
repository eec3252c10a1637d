import type { AssemblyStack } from '../assembly/cloud-assembly.ts';
import type { CloudServices } from '../cloud-services.ts';
import { EmbeddedCloudError } from '../embedded-cloud-error.ts';
import { type Findings, NOT_RUN } from '../findings.ts';
import type { JsonObject } from '../json.ts';
import { EVERY_RESOURCE, TEMPLATE } from '../not-enforced.ts';
import { type Provisioned, RESOURCE_TYPES, type ResourceRequest, store } from '../resources/index.ts';
import { dependencyGraph } from '../template/dependency-graph.ts';
import { physicalName } from '../template/physical-name.ts';
import { resolveObject } from '../template/resolve.ts';
import type { ResourceDeclaration } from '../template/template.ts';
import type { DeployedResource, DeployedStack } from './deployed-stack.ts';
import { refuseMacros } from './refuse-macros.ts';
import { stackId } from './stack-id.ts';
import { stackOutputs } from './stack-outputs.ts';
import { StackScope } from './stack-scope.ts';
import { unsupportedResources } from './unsupported-resources.ts';

/** What a deployment needs besides the stack. */
export interface DeploymentContext {
  readonly services: CloudServices;
  readonly findings: Findings;
  /** Stacks that are deployed already. */
  readonly before: readonly DeployedStack[];
  readonly parameters: Readonly<Record<string, string>>;
}

/**
 * Creates the resources of one stack, each as soon as those it depends on exist, side by side where it may.
 *
 * Not atomic: what was created before a failure stays until the cloud stops.
 *
 * @throws {EmbeddedCloudError} naming the stack and the resource.
 */
export async function deployStack(stack: AssemblyStack, context: DeploymentContext): Promise<DeployedStack> {
  const { template, name } = stack;
  const declarations = template.Resources ?? {};
  refuseMacros(stack);
  const scope = new StackScope(stack, context.before, context.parameters);
  const graph = at(`stack ${name}`, () => dependencyGraph(declarations, scope.condition));
  const unsupported = unsupportedResources(name, template, graph, scope.condition);
  context.findings.checkKeys(TEMPLATE, Object.keys(template), name);

  const resources = new Map<string, Promise<DeployedResource | undefined>>();
  const create = (logicalId: string): Promise<DeployedResource | undefined> => {
    const known = resources.get(logicalId);
    if (known) return known;
    const dependencies = [...(graph.get(logicalId) ?? [])].map(create);
    const declaration = declarations[logicalId] as ResourceDeclaration;
    const creation = Promise.all(dependencies).then(async () => {
      const reason = unsupported.get(logicalId);
      if (reason !== undefined) {
        scope.add(logicalId, 'not run');
        context.findings.add(declaration.Type, undefined, `${NOT_RUN}: ${reason}`, `${name}/${logicalId}`);
        return undefined;
      }
      const resource = await createResource(name, logicalId, declaration, scope, context);
      scope.add(logicalId, resource);
      return { logicalId, physicalId: resource.ref, type: declaration.Type, createdAt: new Date() };
    });
    resources.set(logicalId, creation);
    return creation;
  };
  const outcomes = await Promise.allSettled([...graph.keys()].map(create));
  const failure = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failure) throw failure.reason;
  return {
    name,
    id: stackId(name),
    templateText: stack.templateText,
    ...at(`stack ${name}`, () => stackOutputs(template, scope)),
    resources: outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' && outcome.value ? [outcome.value] : [])),
    createdAt: new Date(),
  };
}

async function createResource(
  stack: string,
  logicalId: string,
  declaration: ResourceDeclaration,
  scope: StackScope,
  { findings, services }: DeploymentContext,
): Promise<Provisioned> {
  const place = `${stack}/${logicalId}`;
  const resourceType = RESOURCE_TYPES.get(declaration.Type);
  findings.checkKeys(EVERY_RESOURCE, Object.keys(declaration), place);
  const present = Object.keys(declaration.Properties ?? {});
  findings.checkProperties(declaration.Type, present, resourceType?.properties ?? [], place);
  try {
    const properties = resolveObject(declaration.Properties ?? {}, scope);
    const request = resourceRequest(stack, logicalId, properties);
    return resourceType ? await resourceType.provision(request, services) : store(declaration.Type, request);
  } catch (error) {
    throw located(error, `stack ${stack}, ${logicalId} (${declaration.Type})`);
  }
}

function resourceRequest(stack: string, logicalId: string, properties: JsonObject): ResourceRequest {
  return {
    stack,
    logicalId,
    properties,
    name: (property, rules) => String(properties[property] ?? physicalName(stack, logicalId, rules)),
  };
}

function at<Value>(place: string, run: () => Value): Value {
  try {
    return run();
  } catch (error) {
    throw located(error, place);
  }
}

function located(error: unknown, place: string): EmbeddedCloudError {
  const code = error instanceof EmbeddedCloudError ? error.code : 'PROVISIONING_FAILED';
  return new EmbeddedCloudError(code, `${place}: ${(error as Error).message}`, { cause: error });
}
