import { startTarget } from 'fanout/testing';
import { describe, expect, it } from 'vitest';
import { AssemblyFolder, table } from '../embedded/assembly-folder.ts';

describe('the embedded target', () => {
  it('ends a deployment that is under way when it is stopped', async () => {
    using assembly = new AssemblyFolder().stack('Shop', { Resources: { Orders: table() } });
    const target = await startTarget('embedded');
    const deployment = target.deploy({ assembly: assembly.path });

    expect(await target.stop()).toEqual([]);

    const { endpoint = '' } = (await deployment).connection;
    await expect(fetch(endpoint)).rejects.toThrow('fetch failed');
  });

  it('ends a deployment early when its signal aborts', async () => {
    using assembly = new AssemblyFolder().stack('Shop', { Resources: { Orders: table() } });
    const interruption = new AbortController();
    const target = await startTarget('embedded', { signal: interruption.signal });
    const deployment = target.deploy({ assembly: assembly.path });

    interruption.abort(new Error('interrupted'));

    await expect(deployment).rejects.toThrow('interrupted');
    expect(await target.stop()).toEqual([]);
  });
});
