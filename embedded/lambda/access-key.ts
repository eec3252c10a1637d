/** Who signed a request: a function, and which of its execution environments. */
export interface CallingEnvironment {
  readonly functionName: string;
  /** Number of the environment, from 1, never used twice for a function. */
  readonly environment: number;
}

/** The access key id of one execution environment, by which the services tell who calls: `FN<function>.<number>`. */
export function accessKeyIdOf({ functionName, environment }: CallingEnvironment): string {
  return `FN${functionName}.${environment}`;
}

/** The execution environment that an access key id belongs to; undefined for the key of any other client. */
export function callingEnvironment(accessKeyId: string): CallingEnvironment | undefined {
  const parts = /^FN(?<name>[\w-]+)\.(?<number>\d+)$/.exec(accessKeyId)?.groups;
  if (parts?.['name'] === undefined) return undefined;
  return { functionName: parts['name'], environment: Number(parts['number']) };
}
