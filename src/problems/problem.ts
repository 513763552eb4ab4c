/**
 * An error as data. Thrown once, at the boundary of a folder, and rendered once, in the terminal.
 * `code` is stable and part of what scripts rely on; the texts are not.
 */
export interface Problem {
  /** `GT-AREA-NAME`, or Azure's own code when Azure refused. */
  readonly code: string;
  /** What happened, in Azure's terms, naming the resource. */
  readonly what: string;
  /** Why, most likely. */
  readonly why: string;
  /** What to do next: commands or settings, never empty. */
  readonly next: readonly [string, ...string[]];
  /** ARM id of the resource concerned. */
  readonly resource?: string;
  /** Azure's `x-ms-correlation-request-id` of the refused request. */
  readonly correlationId?: string;
}

/** How a refusal ends the process: 3 wrong or missing input, 4 refused before any change. */
export type RefusalExit = 3 | 4;

/** Carries problems up to the command that prints them. Nothing was touched when it is thrown. */
export class Refusal extends Error {
  readonly problems: readonly [Problem, ...Problem[]];
  readonly exit: RefusalExit;

  constructor(problems: readonly [Problem, ...Problem[]], exit: RefusalExit = 3) {
    super(problems.map((problem) => `${problem.code}: ${problem.what}`).join('\n'));
    this.name = 'Refusal';
    this.problems = problems;
    this.exit = exit;
  }
}

/** Throws the problems when there are any. */
export function refuseIfAny(problems: readonly Problem[], exit: RefusalExit = 3): void {
  const [first, ...rest] = problems;
  if (first) throw new Refusal([first, ...rest], exit);
}
