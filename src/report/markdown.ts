import type { ReportInput } from './report.ts';
export const markdownReport = (input: ReportInput): string => JSON.stringify(input);
