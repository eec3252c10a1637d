import { GetTemplateCommand } from '@aws-sdk/client-cloudformation';
import { describe, expect, inject, it } from 'vitest';
import { useDeployment } from './deployment.ts';
import { templateHash } from './template-hash.ts';

describe('the deployed template', () => {
  const deployment = useDeployment();

  it('is the synthesised one, byte for byte', async () => {
    const { clients, outputs } = deployment.current;

    const { TemplateBody = '' } = await clients.cloudFormation.send(
      new GetTemplateCommand({ StackName: outputs.stackName, TemplateStage: 'Original' }),
    );

    expect(templateHash(TemplateBody)).toBe(inject('deployed').templateHash);
  });
});
