import { describe, expect, it } from 'vitest';
import { readCloudAssembly } from '../../../embedded/assembly/cloud-assembly.ts';
import {
  awsCapabilities,
  type Capability,
  embeddedCapabilities,
  localStackCapabilities,
} from '../../../testing/targets/capability.ts';
import { refuseStackOutputs } from '../../../testing/targets/stack-references.ts';
import { AssemblyFolder } from '../../embedded/assembly-folder.ts';

const refusal = async (value: unknown, capabilities: ReadonlySet<Capability>): Promise<void> => {
  using assembly = new AssemblyFolder().stack('Subs', { Resources: { Topic: { Properties: { Names: [value] } } } });
  const { stacks } = await readCloudAssembly(assembly.path);
  refuseStackOutputs(stacks, { capabilities });
};
const output = { 'Fn::GetStackOutput': { StackName: 'Shop', OutputName: 'TopicArn' } };

describe("a stack that reads another's outputs", () => {
  it('is refused by LocalStack, however deep the reference is', async () => {
    await expect(refusal({ 'Fn::Join': ['', ['a', output]] }, localStackCapabilities)).rejects.toMatchObject({
      code: 'TEMPLATE_UNSUPPORTED',
      message: expect.stringMatching(/^stack Subs reads outputs of other stacks \(Fn::GetStackOutput\), /),
    });
  });

  it.each([
    ['the embedded cloud', embeddedCapabilities],
    ['AWS', awsCapabilities],
  ])('is taken by %s', async (_, capabilities) => {
    await expect(refusal(output, capabilities)).resolves.toBeUndefined();
  });

  it('is not one whose text only mentions the function', async () => {
    await expect(refusal('Fn::GetStackOutput', localStackCapabilities)).resolves.toBeUndefined();
  });
});
