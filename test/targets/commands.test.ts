import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { startFakeAws } from './fake-aws.ts';
import { noDocker, startFakeDocker } from './fake-docker.ts';

const repository = fileURLToPath(new URL('../../', import.meta.url));

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs what `npm run test:localstack` or `test:aws` runs, without a terminal, to its end. */
const run = (
  script: string,
  args: readonly string[],
  variables: NodeJS.ProcessEnv = {},
  preload = '',
): Promise<Ended> =>
  new Promise((resolve) => {
    const imports = preload === '' ? [] : ['--import', `data:text/javascript,${encodeURIComponent(preload)}`];
    const env = { PATH: process.env['PATH'], HOME: repository, AWS_EC2_METADATA_DISABLED: 'true', ...variables };
    const child = execFile(
      process.execPath,
      [...imports, `scripts/${script}.ts`, ...args],
      { cwd: repository, env },
      (error, stdout, stderr) => resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    );
    child.stdin?.end();
  });

/** An engine on which a container can be created and not started. */
const refusesToStart = {
  'GET /images/': [200, {}],
  'GET /containers/json': [200, []],
  'POST /containers/create': [201, { Id: 'c0ffee' }],
  'POST /containers/c0ffee/start': [400, { message: 'exec: "no-such-program": executable file not found' }],
  'DELETE /containers/c0ffee': [204, {}],
} as const;

describe('npm run test:localstack', () => {
  it('says in one line that there is no Docker and what to do, with exit code 2', async () => {
    const { code, stderr } = await run('test-localstack', [], {}, noDocker);

    expect(stderr).toMatch(/^no Docker engine answers \([^\n]*\); start Docker, or use the embedded cloud[^\n]*\n$/);
    expect(code).toBe(2);
  });

  it('says in one line that the image cannot be pulled, with exit code 2', async () => {
    await using docker = await startFakeDocker({
      'GET /images/': [404, { message: 'No such image: localstack/none:1' }],
      'POST /images/create': [500, { message: 'lookup registry.example: no such host' }],
    });

    const { code, stdout, stderr } = await run('test-localstack', [], {
      ...docker.variables,
      LOCALSTACK_IMAGE: 'localstack/none:1',
    });

    expect(stdout).toBe('pulling localstack/none:1\n');
    expect(stderr).toMatch(/^the image localstack\/none:1 is not here and cannot be pulled \([^\n]*\); [^\n]*\n$/);
    expect(code).toBe(2);
  });

  it('starts the last image that needs no token, strict, with the token and the socket that there are', async () => {
    await using docker = await startFakeDocker(refusesToStart, { hasSocket: true });

    await run('test-localstack', [], { ...docker.variables, LOCALSTACK_AUTH_TOKEN: 'ls-1' });

    const [container] = docker.created;
    expect(container?.Image).toBe('localstack/localstack:4.14.0');
    expect(container?.Env).toEqual(expect.arrayContaining(['LOCALSTACK_AUTH_TOKEN=ls-1', 'SQS_DELAY_PURGE_RETRY=1']));
    expect(container?.HostConfig.Binds).toEqual([`${docker.socket}:/var/run/docker.sock:rw`]);
  });

  it('starts the image that is asked for, and mounts no socket of an engine elsewhere', async () => {
    await using docker = await startFakeDocker(refusesToStart);

    await run('test-localstack', [], { ...docker.variables, LOCALSTACK_IMAGE: 'localstack/other:1' });

    const [container] = docker.created;
    expect(container?.Image).toBe('localstack/other:1');
    expect(container?.Env.filter((variable) => variable.startsWith('LOCALSTACK_AUTH_TOKEN'))).toEqual([]);
    expect(container?.HostConfig.Binds ?? []).toEqual([]);
  });

  it('removes a container that does not start, and says why in one line, with exit code 2', async () => {
    await using docker = await startFakeDocker(refusesToStart);

    const { code, stdout, stderr } = await run('test-localstack', [], {
      ...docker.variables,
      LOCALSTACK_IMAGE: 'broken:1',
    });

    expect(stdout).toBe('starting a container of broken:1\n');
    expect(stderr).toMatch(/^LocalStack did not become ready in a container of broken:1 \([^\n]*\); [^\n]*\n$/);
    expect(code).toBe(2);
    expect(docker.calls.at(-1)).toBe('DELETE /containers/c0ffee');
  });

  it.each([
    [['--endpoint', 'nowhere'], '--endpoint must be an HTTP URL like http://localhost:4566, got "nowhere"'],
    [['--endpiont', 'http://127.0.0.1:1'], 'unknown option --endpiont (did you mean --endpoint?)'],
  ])('refuses %j with exit code 2', async (args, problem) => {
    const { code, stderr } = await run('test-localstack', args);

    expect(stderr).toBe(`${problem}; see npm run test:localstack -- --help\n`);
    expect(code).toBe(2);
  });
});

describe('npm run test:aws', () => {
  it.each([
    [['--account', '12'], '--account must be the 12 digits of an account, got "12"'],
    [['--stack-name', '1st'], '--stack-name must be 1 to 128 letters, digits and hyphens, a letter first, got "1st"'],
    [[], 'nobody can be asked here, standard input is no terminal: --yes starts without asking'],
  ])('refuses %j without a terminal, with exit code 2', async (args, problem) => {
    const { code, stderr } = await run('test-aws', args);

    expect(stderr).toBe(`${problem}; see npm run test:aws -- --help\n`);
    expect(code).toBe(2);
  });

  it('says in one line that there are no credentials, with exit code 2', async () => {
    const { code, stderr } = await run('test-aws', ['--yes'], { AWS_REGION: 'eu-central-1', HOME: '/nonexistent' });

    expect(stderr).toMatch(/^AWS does not accept your credentials and Region \([^\n]*\); set AWS_PROFILE[^\n]*\n$/);
    expect(code).toBe(2);
  });

  it('refuses another account than asked for before anything is created, with exit code 2', async () => {
    await using aws = await startFakeAws('111122223333');

    const { code, stderr } = await run('test-aws', ['--yes', '--account', '999999999999'], {
      AWS_ENDPOINT_URL: aws.endpoint,
      AWS_ACCESS_KEY_ID: 'ada',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_REGION: 'eu-central-1',
    });

    expect(stderr).toMatch(/^the credentials belong to account 111122223333, asked for was 999999999999; [^\n]*\n$/);
    expect(code).toBe(2);
    expect(aws.actions).toEqual(['GetCallerIdentity']);
  });
});
