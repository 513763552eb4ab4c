import { Refusal } from '../problems/problem.ts';
import { frameworkMapping, mappingFile } from '../report/frameworks.ts';
import { htmlVerification } from '../report/html-verification.ts';
import { markdownVerification } from '../report/markdown-verification.ts';
import type { VerificationInput } from '../report/verdicts.ts';
import type { Ports } from './ports.ts';

/** Writes the report whose format its path names. */
export async function writeVerification(
  path: string,
  read: VerificationInput,
  ports: Pick<Ports, 'files' | 'show' | 'template'>,
): Promise<void> {
  const input = { ...read, frameworks: frameworkMapping(await ports.template(mappingFile)) };
  await ports.files.write(
    path,
    path.endsWith('.html') ? htmlVerification(input) : markdownVerification(input),
  );
  ports.show.text(`Report: ${path}`);
}

/** Refuses a path that names no format, before anything is read. */
export function refuseUnknownReport(path: string | undefined): void {
  if (path === undefined || /\.(html|md)$/.test(path)) return;
  throw new Refusal([
    {
      code: 'GT-REPORT-FORMAT',
      what: `--report ${path} names no format`,
      why: 'a report is a page or Markdown, as the name of its file says',
      next: ['--report verification.html', '--report verification.md'],
    },
  ]);
}
