import { randomBytes } from 'node:crypto';
import { CommandLineError, readCommandLine } from '../example/run/command-line.ts';
import { describePlan } from './targets/aws-plan.ts';
import { confirm } from './targets/confirm.ts';
import { REFUSED } from './targets/exit-code.ts';
import { EXAMPLE } from './targets/synthesise.ts';
import { testOnTarget } from './targets/test-on-target.ts';
import { TEST_TAG } from './targets/test-tags.ts';

const help = `Runs the acceptance suite on the account and Region of your credentials, and destroys what it created.

  npm run test:aws                          shows what will be created and what it costs, and asks
  npm run test:aws -- --yes                 does not ask
  npm run test:aws -- --account ID          refuses credentials of another account
  npm run test:aws -- --stack-name NAME     instead of a name that is used once

Credentials and Region are found as by every AWS SDK, for example by AWS_PROFILE and AWS_REGION.

Exit code: 0 every case passed · 1 one failed, or the stack could not be deployed or removed · 2 refused or could not
start · 130 Ctrl-C
`;

const options = {
  account: { type: 'string' },
  'stack-name': { type: 'string' },
  yes: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

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
  const { account, yes, 'stack-name': stackName = `${EXAMPLE}-test-${randomBytes(4).toString('hex')}` } = values;
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  if (account !== undefined && !/^\d{12}$/.test(account)) {
    return refuse(`--account must be the 12 digits of an account, got ${JSON.stringify(account)}`);
  }
  if (!/^[A-Za-z][A-Za-z0-9-]{0,127}$/.test(stackName)) {
    return refuse(
      `--stack-name must be 1 to 128 letters, digits and hyphens, a letter first, got ${JSON.stringify(stackName)}`,
    );
  }
  if (!yes && !process.stdin.isTTY) {
    return refuse('nobody can be asked here, standard input is no terminal: --yes starts without asking');
  }
  const tags = { [TEST_TAG.key]: TEST_TAG.value, 'fanout:stack': stackName };
  return testOnTarget({
    choice: 'aws',
    heading: 'AWS',
    stackName,
    beside: 'nothing',
    options: { account, tags },
    confirm: async ({ identity }, assembly, signal) => {
      if (identity === undefined) {
        throw new Error('an AWS target knows its account');
      }
      const lines = await describePlan({ identity, stackName, tags, assembly });
      process.stdout.write(`\n${lines.join('\n')}\n\n`);
      if (!yes) {
        await confirm('Create it?', process, signal);
      }
    },
  });
}

function refuse(problem: string): number {
  process.stderr.write(`${problem}; see npm run test:aws -- --help\n`);
  return REFUSED;
}
