import type { IConstruct } from 'constructs';

/** How a construct calls what it sets on its resources: props by the names of CloudFormation's properties. */
export interface PropNames<Prop extends string = string> {
  /** Name of the construct's class. */
  readonly construct: string;
  readonly props: Readonly<Record<string, Prop>>;
}

/** Registered, so that copies of the package in one process read each other's names. */
const NAMES = Symbol.for('fanout.prop-names');

/** Lets remedies name a construct's props instead of the properties of its resources. */
export function namePropsOf(construct: IConstruct, names: PropNames): void {
  Object.defineProperty(construct, NAMES, { value: names });
}

/** The names that the closest construct around a resource uses; undefined outside Fanout's constructs. */
export const propNamesAround = (resource: IConstruct): PropNames | undefined =>
  resource.node.scopes
    .map((scope) => (scope as { [NAMES]?: PropNames })[NAMES])
    .findLast((names) => names !== undefined);
