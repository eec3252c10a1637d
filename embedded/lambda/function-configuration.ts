/** What a function is: the part of `AWS::Lambda::Function` that the embedded cloud runs. */
export interface FunctionConfiguration {
  readonly name: string;
  readonly arn: string;
  /** `<file>.<export>`, for example `index.handler`. */
  readonly handler: string;
  /** Absolute path of the folder that is deployed as the function's code. */
  readonly codePath: string;
  readonly timeoutSeconds: number;
  readonly memoryMegabytes: number;
  /** The function's own variables; Lambda's are added. */
  readonly environment: Readonly<Record<string, string>>;
  /**
   * Most invocations at a time; 0 throttles all.
   *
   * @default - no limit of its own
   */
  readonly reservedConcurrency?: number;
  /** Where output and Lambda's own lines go. */
  readonly logGroup: string;
  /** Lambda's name of the runtime, for example `nodejs24.x`. The code runs on the Node.js of this process either way. */
  readonly runtime: string;
}
