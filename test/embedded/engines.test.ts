import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startDynoxide } from '../../embedded/engines/dynoxide.ts';
import { startFauxqs } from '../../embedded/engines/fauxqs.ts';
import { jsonServiceCall } from '../../embedded/engines/json-service-call.ts';
import { makePrivateFolder } from '../../embedded/private-folder.ts';
import { ServiceError } from '../../embedded/service-call.ts';
import { eventually } from '../../testing/eventually.ts';

const soon = (what: string) => ({ deadlineMs: 10_000, what });

describe('dynoxide', () => {
  it('takes the index on its stream records', async () => {
    const dynoxide = await startDynoxide();
    await dynoxide.stop();

    expect(dynoxide.slowStreams).toBeUndefined();
  });

  it('ends and leaves no file when the process that started it is killed', async () => {
    const program = `
      import { startDynoxideProcess } from ${JSON.stringify(import.meta.resolve('../../embedded/engines/dynoxide-process.ts'))};
      import { dynoxideBinary } from ${JSON.stringify(import.meta.resolve('../../embedded/engines/dynoxide-binary.ts'))};
      const { port } = await startDynoxideProcess(dynoxideBinary());
      console.log(port);
      setInterval(() => {}, 1000);`;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const port = await new Promise<string>((resolve) => parent.stdout.once('data', (data) => resolve(String(data))));
    const answers = () =>
      fetch(`http://127.0.0.1:${port.trim()}`).then(
        () => true,
        () => false,
      );
    expect(await answers()).toBe(true);

    parent.kill('SIGKILL');

    await eventually(async () => expect(await answers()).toBe(false), soon('the end of the engine'));
    await eventually(() => expect(foldersOf(parent.pid)).toEqual([]), soon('the removal of its files'));
  });
});

describe('makePrivateFolder', () => {
  it('removes what a process that is gone has left', async () => {
    const gone = spawn(process.execPath, ['-e', '']);
    await new Promise((resolve) => gone.once('exit', resolve));
    const mine = await makePrivateFolder();
    const orphan = join(dirname(mine), `embedded-cloud-${gone.pid}-left`);
    mkdirSync(orphan);

    const other = await makePrivateFolder();

    expect(existsSync(orphan)).toBe(false);
    expect(existsSync(mine)).toBe(true);
    for (const folder of [mine, other]) rmdirSync(folder);
  });
});

describe('fauxqs', () => {
  it('gives the messages of an abandoned long poll back at once', async () => {
    const fauxqs = await startFauxqs(() => 'http://127.0.0.1');
    const sqs = jsonServiceCall(fauxqs, 'sqs', 'AmazonSQS');
    const { QueueUrl } = await sqs<{ QueueUrl: string }>('CreateQueue', {
      QueueName: 'q',
      Attributes: { VisibilityTimeout: '3600' },
    });
    const caller = new AbortController();
    const abandoned = sqs('ReceiveMessage', { QueueUrl, WaitTimeSeconds: 20 }, caller.signal);
    caller.abort(new Error('gone'));
    await expect(abandoned).rejects.toThrow('gone');

    await sqs('SendMessage', { QueueUrl, MessageBody: 'kept' });

    const received = await sqs<{ Messages?: { Body: string }[] }>('ReceiveMessage', { QueueUrl, WaitTimeSeconds: 5 });
    await fauxqs.stop();
    expect(received.Messages?.map(({ Body }) => Body)).toEqual(['kept']);
  });

  it('answers errors with their code and status', async () => {
    const fauxqs = await startFauxqs(() => 'http://127.0.0.1');

    const refused = await jsonServiceCall(
      fauxqs,
      'sqs',
      'AmazonSQS',
    )('GetQueueUrl', { QueueName: 'none' }).catch((error: unknown) => error);
    await fauxqs.stop();

    expect(refused).toBeInstanceOf(ServiceError);
    expect(refused).toMatchObject({ code: 'QueueDoesNotExist', status: 400 });
  });
});

function foldersOf(pid: number | undefined): string[] {
  return ['/dev/shm', tmpdir()]
    .filter(existsSync)
    .flatMap((parent) => readdirSync(parent).filter((name) => name.startsWith(`embedded-cloud-${pid}-`)));
}
