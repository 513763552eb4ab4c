import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Folders whose tests start processes or deploy, the slowest first: what starts last is waited for alone. */
const slow = [
  '/test/stories/',
  '/test/serve/',
  '/test/sweep/',
  '/test/commands/',
  '/test/run/',
  '/test/conformance/',
];

/** Long files first, on a machine that has never run them as on one that has. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const found = slow.findIndex((folder) => moduleId.includes(folder));
      return found === -1 ? slow.length : found;
    };
    const sorted = await super.sort(files);
    return sorted.sort((one, other) => rank(one) - rank(other));
  }
}
