import { eventually, startTarget } from 'fanout/testing';
import { describe, expect, it } from 'vitest';
import { AssemblyFolder, table } from '../embedded/assembly-folder.ts';
import { type FakeAws, startFakeAws } from './fake-aws.ts';
import { FakeProject } from './fake-project.ts';

const account = '111122223333';
const soon = (what: string) => ({ deadlineMs: 20_000, what });

/** A target in a project whose deployment ends like this, and its log. */
async function targetOf(aws: FakeAws, project: FakeProject) {
  const log: string[] = [];
  const target = await startTarget(
    { endpoint: aws.endpoint },
    { projectDirectory: project.path, log: (line) => log.push(line) },
  );
  return { target, log };
}

const commandsOf = ({ commands }: FakeProject): readonly string[] => commands.map(([command = '']) => command);

describe('stopping a target', () => {
  it('destroys what it deployed, and nothing else', async () => {
    await using aws = await startFakeAws(account, { CDKToolkit: 'CREATE_COMPLETE', Other: 'CREATE_COMPLETE' });
    using project = new FakeProject();
    using assembly = new AssemblyFolder().stack('Shop', { Resources: { Orders: table() } });
    const { target } = await targetOf(aws, project);
    await target.deploy({ assembly: assembly.path });

    expect(await target.stop()).toEqual([]);

    expect([...aws.stacks.keys()]).toEqual(['CDKToolkit', 'Other']);
    expect(commandsOf(project)).toEqual(['deploy', 'destroy']);
  });

  it('destroys a stack whose deployment failed', async () => {
    await using aws = await startFakeAws(account, { CDKToolkit: 'CREATE_COMPLETE' });
    using project = new FakeProject({ deploy: 'fails' });
    using assembly = new AssemblyFolder().stack('Shop', { Resources: { Orders: table() } });
    const { target } = await targetOf(aws, project);

    await expect(target.deploy({ assembly: assembly.path })).rejects.toMatchObject({
      code: 'DEPLOYMENT_FAILED',
      message: 'Shop not deployed: the fake deployment failed',
    });

    expect(await target.stop()).toEqual([]);
    expect(aws.stacks.has('Shop')).toBe(false);
  });

  // An emulator goes on creating a stack that is deleted meanwhile: everything would be there again a minute later.
  it('waits until a stack is created before it destroys it', async () => {
    await using aws = await startFakeAws(account, { CDKToolkit: 'CREATE_COMPLETE' });
    using project = new FakeProject({ deploy: 'hangs' });
    using assembly = new AssemblyFolder().stack('Shop', { Resources: { Orders: table() } });
    const { target, log } = await targetOf(aws, project);
    const deployment = target.deploy({ assembly: assembly.path }).catch((error: Error) => error.message);
    await eventually(() => aws.stacks.has('Shop'), soon('the creation'));

    const stopped = target.stop();
    expect(await deployment).toBe('the target was stopped');
    const asked = aws.actions.length;
    await eventually(() => aws.actions.length > asked + 2, soon('more looks at the stack'));
    expect(commandsOf(project)).toEqual(['deploy']);
    aws.stacks.set('Shop', 'CREATE_COMPLETE');

    expect(await stopped).toEqual([]);
    expect(log.slice(-2)).toEqual([
      'waiting for Shop, which is CREATE_IN_PROGRESS: it cannot be destroyed as a whole before its end',
      'destroying Shop',
    ]);
    expect(aws.stacks.has('Shop')).toBe(false);
  });

  it.each(['absent', 'REVIEW_IN_PROGRESS'])(
    'destroys a stack that was %s when the deployment was ended, and begins by a request that was under way',
    async (status) => {
      await using aws = await startFakeAws(account, { CDKToolkit: 'CREATE_COMPLETE' });
      using project = new FakeProject({ deploy: 'hangs' });
      using assembly = new AssemblyFolder().stack('Shop', { Resources: { Orders: table() } });
      const { target } = await targetOf(aws, project);
      void target.deploy({ assembly: assembly.path }).catch(() => {});
      await eventually(() => aws.stacks.has('Shop'), soon('the creation'));
      if (status === 'absent') {
        aws.stacks.delete('Shop');
      } else {
        aws.stacks.set('Shop', status);
      }

      const stopped = target.stop();
      const asked = aws.actions.length;
      await eventually(() => aws.actions.length > asked + 1, soon('a second look'));
      aws.stacks.set('Shop', 'CREATE_IN_PROGRESS');
      await eventually(() => aws.actions.length > asked + 6, soon('more looks at the stack'));
      expect(commandsOf(project)).toEqual(['deploy']);
      aws.stacks.set('Shop', 'CREATE_COMPLETE');

      expect(await stopped).toEqual([]);
      expect(commandsOf(project)).toEqual(['deploy', 'destroy']);
    },
  );
});
