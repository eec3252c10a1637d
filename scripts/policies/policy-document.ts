/** An IAM policy document. */
export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly PolicyStatement[];
}

/** An Allow statement of an IAM policy. */
export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

// Placeholders, STACK among them; docs/deploy.md replaces them.
/** Region and account in an ARN. */
export const PLACE = 'REGION:ACCOUNT';
/** In the names of what `cdk bootstrap` makes. */
export const QUALIFIER = 'hnb659fds';

/** A statement that allows actions on resources. */
export const allow = (
  Sid: string,
  Action: readonly string[],
  Resource: readonly string[],
  Condition?: PolicyStatement['Condition'],
): PolicyStatement => ({ Sid, Effect: 'Allow', Action, Resource, ...(Condition && { Condition }) });
