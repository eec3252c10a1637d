import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Projects in the order in which their files start. */
const ORDER = ['acceptance', 'package', 'unit', 'engines'];

/** Starts what mostly waits (for visibility timeouts, for other processes) before what computes, so that both overlap. */
export class WaitingFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ project }: TestSpecification): number => ORDER.indexOf(project.name);
    return (await super.sort(files)).sort((one, other) => rank(one) - rank(other));
  }
}
