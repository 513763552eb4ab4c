import type { Answers } from '../estate/answers.ts';
import { questionsOf } from './order.ts';
import { type Advice, type Ask, Back } from './ports.ts';
import type { Path } from './question.ts';
import { review } from './review.ts';
import { adviceOf, type Interview, walk } from './walk.ts';

export interface WizardOptions {
  readonly ask: Ask;
  readonly advice: Advice;
  /** What is known already, from flags or a draft. Asked all the same, as defaults. */
  readonly answers: Answers;
  /** Default: quick. The review screen offers to go on with the custom path. */
  readonly path?: Path;
  /** Keeps a draft after each answer. `place` is opaque; handed back as `resumeAt` it goes on there. */
  save(answers: Answers, place: string): Promise<void>;
  readonly resumeAt?: string;
}

/**
 * Asks for an estate and returns the answers once they are to be saved. Esc goes back one question, at the
 * first it stays. Throws `Left` after saving the draft when the person leaves.
 */
export async function runWizard(options: WizardOptions): Promise<Answers> {
  const resumed = options.resumeAt === undefined ? undefined : parsePlace(options.resumeAt);
  let path = resumed?.path ?? options.path ?? 'quick';
  let from = resumed?.questionId;
  const interview: Interview = {
    ask: options.ask,
    advice: options.advice,
    answers: options.answers,
    save: (questionId) => options.save(interview.answers, `${path}/${questionId}`),
  };
  if (from === undefined) interview.ask.show(introduction(path));
  const list = () => questionsOf(path, interview.answers, adviceOf(interview));
  for (;;) {
    if (from !== 'review' && (await walk(interview, list, { from, after: 'review' })) === 'start') {
      // There is nothing before the first question.
      from = undefined;
      continue;
    }
    try {
      if ((await review(interview, path)) === 'save') return interview.answers;
      path = 'custom';
      from = undefined;
    } catch (thrown) {
      if (!(thrown instanceof Back)) throw thrown;
      from = (await list()).at(-1)?.id;
    }
  }
}

function parsePlace(place: string): { path: Path; questionId: string } | undefined {
  const [, path, questionId] = /^(quick|custom)\/(.+)$/.exec(place) ?? [];
  return questionId === undefined ? undefined : { path: path === 'custom' ? 'custom' : 'quick', questionId };
}

function introduction(path: Path): string {
  const asked =
    path === 'quick'
      ? [
          'At most seven questions. All else has a secure default, which you see',
          'and can change at the end.',
        ]
      : ['Every question is asked; each has a secure default.'];
  return [...asked, 'Nothing is written to the cloud before you confirm a plan.', ''].join('\n');
}
