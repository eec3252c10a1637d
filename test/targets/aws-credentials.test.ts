import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startStack, startTarget } from 'fanout/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AssemblyFolder, table } from '../embedded/assembly-folder.ts';
import { startFakeAws } from './fake-aws.ts';

const account = '111122223333';

/** A project whose `cdk` writes down the variables that it was started with, and fails. */
function projectWithRecordingCdk(folder: string): string {
  const command = join(folder, 'node_modules', 'aws-cdk', 'bin');
  mkdirSync(command, { recursive: true });
  const record = `require('fs').writeFileSync(${JSON.stringify(join(folder, 'seen.json'))}, JSON.stringify(process.env));`;
  writeFileSync(join(command, 'cdk'), `${record}\nprocess.exit(1);\n`);
  return folder;
}

describe('target aws', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'fanout-aws-'));
    const profiles = ['ada', 'eve'].map((name) => `[${name}]\naws_access_key_id=${name}\naws_secret_access_key=s\n`);
    writeFileSync(join(folder, 'credentials'), profiles.join(''));
    for (const name of Object.keys(process.env).filter((one) => one.startsWith('AWS_'))) {
      vi.stubEnv(name, undefined);
    }
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(folder, 'credentials'));
    vi.stubEnv('AWS_CONFIG_FILE', join(folder, 'config'));
    vi.stubEnv('AWS_PROFILE', 'ada');
    vi.stubEnv('AWS_REGION', 'eu-central-1');
  });

  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });

  it('deploys with the credentials and the Region by which the account was checked, whatever a profile says by then', async () => {
    await using aws = await startFakeAws(account, { CDKToolkit: 'CREATE_COMPLETE' });
    vi.stubEnv('AWS_ENDPOINT_URL', aws.endpoint);
    using assembly = new AssemblyFolder().stack('Shop', { Resources: { Orders: table() } });
    const target = await startTarget('aws', {
      account,
      projectDirectory: projectWithRecordingCdk(folder),
      environment: { PATH: process.env['PATH'], AWS_REGION: 'eu-central-1', KEPT: 'yes' },
    });
    vi.stubEnv('AWS_PROFILE', 'eve');

    await expect(startStack({ assembly: assembly.path, stack: 'Shop', target })).rejects.toMatchObject({
      code: 'DEPLOYMENT_FAILED',
    });
    await target.stop();

    const seen = JSON.parse(readFileSync(join(folder, 'seen.json'), 'utf8'));
    expect(aws.caller).toBe('ada/eu-central-1');
    expect(seen).toMatchObject({
      AWS_ACCESS_KEY_ID: 'ada',
      AWS_SECRET_ACCESS_KEY: 's',
      AWS_REGION: 'eu-central-1',
      AWS_ENDPOINT_URL: aws.endpoint,
      KEPT: 'yes',
    });
    expect(seen).not.toHaveProperty('AWS_PROFILE');
  });

  it.each([
    ['AWS_PROFILE', 'eve'],
    ['AWS_REGION', 'us-east-1'],
    ['AWS_ACCESS_KEY_ID', 'eve'],
    ['AWS_ENDPOINT_URL', 'http://127.0.0.1:1'],
  ])('refuses an environment that sets %s otherwise, and calls nobody', async (name, value) => {
    const refused = startTarget('aws', { environment: { ...process.env, [name]: value } });

    await expect(refused).rejects.toMatchObject({
      code: 'CREDENTIALS_AMBIGUOUS',
      message: `environment sets ${name} to another value than this process has, whose credentials and Region its own calls use; set it for the process itself`,
    });
  });
});
