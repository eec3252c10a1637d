import {
  CfnElement,
  type CfnResource,
  DefaultTokenResolver,
  type IPostProcessor,
  type IResolvable,
  type IResolveContext,
  Reference,
  Tokenization,
} from 'aws-cdk-lib';
import { joinText, referenceTo } from './reference.ts';

/** A resource as it goes into the template, overrides included, with references by construct path. */
export interface ResolvedResource {
  readonly logicalId: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly dependsOn: readonly string[];
  readonly deletionPolicy?: string;
  /** Name of the condition without which it is not deployed. */
  readonly condition?: string;
}

/**
 * Resolves tokens, except that references to resources keep saying which construct they mean. In a template they are a
 * logical id, an import or a parameter, depending on who reads them.
 */
class ReferenceResolver extends DefaultTokenResolver {
  constructor() {
    super({ join: (left: unknown, right: unknown) => joinText([left, right]) });
  }

  override resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
    if (!Reference.isReference(token)) {
      return super.resolveToken(token, context, postProcessor);
    }
    const { target, displayName } = token;
    // Others are pseudo parameters, such as the account of a stack.
    return CfnElement.isCfnElement(target) ? referenceTo(target.node.path, displayName) : { Ref: displayName };
  }
}

const resolver = new ReferenceResolver();

interface TemplateResource {
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DependsOn?: string | readonly string[];
  readonly DeletionPolicy?: string;
  readonly Condition?: string;
}

/** Resolves a resource of any level: whatever wrote it, this is what is deployed. */
export function resolveResource(resource: CfnResource): ResolvedResource {
  const { Resources: resources } = Tokenization.resolve(resource._toCloudFormation(), {
    scope: resource,
    resolver,
    preparing: false,
  }) as { Resources: Record<string, TemplateResource> };
  const [[logicalId, body] = ['', {}]]: [string, TemplateResource][] = Object.entries(resources);
  return {
    logicalId,
    properties: body.Properties ?? {},
    dependsOn: [body.DependsOn ?? []].flat(),
    deletionPolicy: body.DeletionPolicy,
    condition: body.Condition,
  };
}
