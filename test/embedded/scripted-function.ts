import type { FunctionConfiguration, InvokeResult } from '../../embedded/lambda/index.ts';

/** A record of either source; tests read what they need. */
export interface TestRecord {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly attributes: Record<string, string>;
  readonly eventName: string;
  readonly dynamodb: { readonly SequenceNumber: string; readonly Keys: Record<string, { S: string }> };
}

/** Stands in for Lambda: answers with what the test decides and remembers every batch. */
export class ScriptedFunction {
  static readonly arn = 'arn:aws:lambda:us-east-1:000000000000:function:consumer';
  /** The records of every invocation, in the order in which they began. */
  readonly batches: TestRecord[][] = [];
  /** Invocations that are running, and the most there ever were. */
  running = 0;
  mostRunning = 0;
  /** What the function does with a batch. */
  run: (records: TestRecord[]) => InvokeResult | Promise<InvokeResult> = () => succeeded();

  async invoke(_name: string, payload: string): Promise<InvokeResult> {
    const { Records } = JSON.parse(payload) as { Records: TestRecord[] };
    this.batches.push(Records);
    this.running++;
    this.mostRunning = Math.max(this.mostRunning, this.running);
    try {
      return await this.run(Records);
    } finally {
      this.running--;
    }
  }

  configuration(name: string): FunctionConfiguration | undefined {
    if (name !== 'consumer' && name !== ScriptedFunction.arn) return undefined;
    return { name: 'consumer', arn: ScriptedFunction.arn } as FunctionConfiguration;
  }
}

/** A success with `response` as JSON. */
export function succeeded(response: unknown = null): InvokeResult {
  return { outcome: 'success', payload: JSON.stringify(response) };
}

/** A success that reports these message ids or sequence numbers as failed. */
export function reporting(...identifiers: string[]): InvokeResult {
  return succeeded({ batchItemFailures: identifiers.map((itemIdentifier) => ({ itemIdentifier })) });
}

/** A function error. */
export function failed(): InvokeResult {
  return { outcome: 'error', payload: '{"errorType":"Error","errorMessage":"no"}', errorType: 'Error' };
}
