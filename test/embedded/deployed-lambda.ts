import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type FunctionConfiguration,
  type InvokeOptions,
  type InvokeResult,
  LambdaService,
} from '../../embedded/lambda/index.ts';
import { LogStore } from '../../embedded/logs/index.ts';

/** A Lambda service whose functions are written in the tests. Stop it when done: it removes its files. */
export class DeployedLambda {
  readonly logs = new LogStore();
  readonly service: LambdaService;
  readonly #folder = mkdtempSync(join(tmpdir(), 'fanout-lambda-'));

  constructor() {
    this.service = new LambdaService({
      logs: this.logs,
      endpoint: () => 'http://127.0.0.1:4566',
      region: 'us-east-1',
      accountId: '000000000000',
    });
  }

  /** Deploys `source` as `index.mjs`, or as the file that is named. */
  deploy(name: string, source: string, overrides: Partial<FunctionConfiguration> & { file?: string } = {}): void {
    const { file = 'index.mjs', ...configuration } = overrides;
    const codePath = mkdtempSync(join(this.#folder, `${name}-`));
    writeFileSync(join(codePath, file), source);
    this.service.register({
      name,
      arn: `arn:aws:lambda:us-east-1:000000000000:function:${name}`,
      handler: 'index.handler',
      codePath,
      timeoutSeconds: 30,
      memoryMegabytes: 128,
      environment: {},
      logGroup: `/aws/lambda/${name}`,
      runtime: 'nodejs24.x',
      ...configuration,
    });
  }

  /** Invokes with `event` as JSON. */
  invoke(name: string, event: unknown = {}, options: InvokeOptions = {}): Promise<InvokeResult> {
    return this.service.invoke(name, JSON.stringify(event), options);
  }

  /** Invokes and parses the payload of a success. */
  async answer<Answer>(name: string, event: unknown = {}): Promise<Answer> {
    const result = await this.invoke(name, event);
    if (result.outcome !== 'success') throw new Error(`${name} answered ${JSON.stringify(result)}`);
    return JSON.parse(result.payload);
  }

  /** Invokes and parses the payload of a failure. */
  async failure(
    name: string,
    event: unknown = {},
  ): Promise<{ errorType: string; errorMessage: string; trace?: string[] }> {
    const result = await this.invoke(name, event);
    if (result.outcome !== 'error') throw new Error(`${name} answered ${JSON.stringify(result)}`);
    return JSON.parse(result.payload);
  }

  /** Lines of the function's log group, oldest first. */
  lines(name: string): string[] {
    return this.logs.events({ group: `/aws/lambda/${name}` }).events.map((event) => event.message);
  }

  /** Lambda's own lines of one type. */
  platformLines(name: string, type: string): { record: Record<string, unknown> }[] {
    const lines = this.lines(name).filter((line) => line.includes(`"type":"${type}"`));
    return lines.map((line) => JSON.parse(line));
  }

  async stop(): Promise<void> {
    await this.service.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
