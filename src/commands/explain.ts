import { checks } from '../checks/index.ts';
import { armCodes } from '../problems/arm-codes.ts';
import { Refusal } from '../problems/problem.ts';
import { controlsOf, frameworkLines, frameworkMapping, mappingFile } from '../report/frameworks.ts';
import { exit } from './exit-code.ts';
import type { CommonOptions } from './options.ts';
import type { Ports } from './ports.ts';

/** Explains a code of Azure's, or a check. */
export async function explain(
  code: string,
  options: Pick<CommonOptions, 'json'>,
  ports: Ports,
): Promise<number> {
  const arm = armCodes.find((row) => row.code.source !== '.' && row.code.test(code));
  const check = checks.find((candidate) => candidate.id.toLowerCase() === code.toLowerCase());
  const mapping = check && frameworkMapping(await ports.template(mappingFile));
  const found = arm
    ? { code, why: arm.why, next: arm.next }
    : check && mapping
      ? {
          code: check.id,
          why: check.title,
          next: [`It speaks to ${check.checklist.join(', ') || 'no row'} of the checklist.`],
          frameworks: controlsOf(mapping, check.id),
        }
      : undefined;
  if (!found) {
    throw new Refusal([
      {
        code: 'GT-CODE-UNKNOWN',
        what: `nothing is known about ${code}`,
        why: 'it is neither a code of Azure that Gotthard acts upon nor one of its checks',
        next: ['Copy the code exactly as it was printed.'],
      },
    ]);
  }
  if (options.json) ports.json(found);
  else {
    const frameworks = check && mapping && !arm ? frameworkLines(mapping, check.id) : [];
    const lines = [...found.next.map((next) => `> ${next}`), ...frameworks];
    ports.text([found.code, `  ${found.why}`, ...lines.map((line) => `  ${line}`)].join('\n'));
  }
  return exit.done;
}
