/** A stack of the embedded cloud, as CloudFormation describes it. */
export interface DeployedStack {
  readonly name: string;
  readonly id: string;
  /** The template as it was written. */
  readonly templateText: string;
  /** Values of the template's outputs, as text. */
  readonly outputs: Readonly<Record<string, string>>;
  /** Export names of those outputs that have one, by output. */
  readonly exportNames: Readonly<Record<string, string>>;
  readonly resources: readonly DeployedResource[];
  readonly createdAt: Date;
}

/** One resource of a {@link DeployedStack}. */
export interface DeployedResource {
  readonly logicalId: string;
  readonly physicalId: string;
  readonly type: string;
  readonly createdAt: Date;
}
