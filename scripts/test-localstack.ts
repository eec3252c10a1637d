import { CommandLineError, readCommandLine } from '../example/run/command-line.ts';
import { REFUSED } from './targets/exit-code.ts';
import { testOnTarget } from './targets/test-on-target.ts';

const help = `Runs the acceptance suite on the embedded cloud and on LocalStack, from the same files, and compares.

  npm run test:localstack                      LocalStack in a container of its own
  npm run test:localstack -- --endpoint URL    LocalStack that runs already; the stack is destroyed afterwards

LOCALSTACK_IMAGE names another image, LOCALSTACK_AUTH_TOKEN is passed on.

Exit code: 0 every case passed · 1 one failed, or the stack could not be deployed or removed · 2 could not start ·
130 Ctrl-C
`;

const options = { endpoint: { type: 'string' }, help: { type: 'boolean', short: 'h' } } as const;

process.exitCode = await main(process.argv.slice(2));

async function main(args: string[]): Promise<number> {
  let values: ReturnType<typeof readCommandLine<typeof options>>;
  try {
    values = readCommandLine(args, options);
  } catch (error) {
    if (error instanceof CommandLineError) {
      return refuse(error.message);
    }
    throw error;
  }
  const { endpoint } = values;
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  if (endpoint !== undefined && !(URL.canParse(endpoint) && /^https?:$/.test(new URL(endpoint).protocol))) {
    return refuse(`--endpoint must be an HTTP URL like http://localhost:4566, got ${JSON.stringify(endpoint)}`);
  }
  return testOnTarget({
    choice: endpoint === undefined ? 'localstack' : { endpoint },
    heading: 'LocalStack',
    stackName: 'FanoutExample',
    beside: 'embedded',
  });
}

function refuse(problem: string): number {
  process.stderr.write(`${problem}; see npm run test:localstack -- --help\n`);
  return REFUSED;
}
