import { describe, expect, it } from 'vitest';
import { dynoxideBinary } from '../../../embedded/engines/dynoxide-binary.ts';

describe('dynoxideBinary', () => {
  it('finds the executable in the package of the platform', () => {
    expect(dynoxideBinary('linux', 'x64', (id) => `/modules/${id}`)).toBe('/modules/@dynoxide/linux-x64/dynoxide');
    expect(dynoxideBinary('win32', 'x64', (id) => id)).toBe('@dynoxide/win32-x64/dynoxide.exe');
  });

  it('finds nothing where there is no package', () => {
    const find = () => {
      throw new Error('Cannot find module');
    };

    expect(dynoxideBinary('darwin', 'arm64', find)).toBeUndefined();
  });
});
