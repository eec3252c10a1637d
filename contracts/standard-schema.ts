/**
 * The part of Standard Schema 1.0 (https://standardschema.dev) that Fanout calls.
 *
 * Written out because the specification asks for it: zod, valibot, arktype and others
 * fit without an adapter, and Fanout depends on none of them.
 */
export interface StandardSchema<Input = unknown, Output = Input> {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => SchemaResult<Output> | Promise<SchemaResult<Output>>;
    readonly types?: { readonly input: Input; readonly output: Output } | undefined;
  };
}

/** What a schema answers: the value, perhaps transformed, or the issues found. */
export type SchemaResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly SchemaIssue[] };

/** One violation. `path` leads from the payload's root to the offending field. */
export interface SchemaIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** The type that a schema accepts. */
export type InputOf<Schema extends StandardSchema> = NonNullable<Schema['~standard']['types']>['input'];

/** The type that a schema yields. */
export type OutputOf<Schema extends StandardSchema> = NonNullable<Schema['~standard']['types']>['output'];

/** Formats issues as `orderId: Required; lines[0].quantity: Too small`. The payload's root is `(root)`. */
export function formatIssues(issues: readonly SchemaIssue[]): string {
  return issues.map((issue) => `${formatPath(issue)}: ${issue.message}`).join('; ');
}

function formatPath(issue: SchemaIssue): string {
  const keys = (issue.path ?? []).map((segment) => (typeof segment === 'object' ? segment.key : segment));
  const path = keys.reduce<string>(
    (before, key) => (typeof key === 'number' ? `${before}[${key}]` : `${before}${before && '.'}${String(key)}`),
    '',
  );
  return path || '(root)';
}
