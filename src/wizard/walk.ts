import type { Answers } from '../estate/answers.ts';
import { type Advice, type Ask, Back, Left, type Question } from './ports.ts';
import type { WizardQuestion } from './question.ts';

/** The wizard's state while it runs. */
export interface Interview {
  readonly ask: Ask;
  readonly advice: Advice;
  answers: Answers;
  /** Keeps the draft; `questionId` is the question to go on with. */
  save(questionId: string): Promise<void>;
}

/** The advice of the cloud that the answers name. */
export function adviceOf(interview: Interview): Advice {
  return interview.advice.on(interview.answers.cloud ?? 'sandbox');
}

/**
 * Asks one question after the other until the last is answered (`end`) or somebody goes back before the first
 * (`start`). The list is made anew after each answer, because an answer may add or drop later questions.
 *
 * @param after what the draft goes on with when all are answered
 */
export async function walk(
  interview: Interview,
  list: () => Promise<readonly WizardQuestion[]>,
  place: { readonly from: string | undefined; readonly after: string },
): Promise<'end' | 'start'> {
  let questions = await list();
  let position = Math.max(
    0,
    questions.findIndex((question) => question.id === place.from),
  );
  for (;;) {
    const question = questions[position];
    if (question === undefined) return 'end';
    try {
      const ask = located(interview.ask, {
        progress: progressOf(questions, position, interview.answers),
        label: question.label,
      });
      interview.answers = await question.ask({ ask, advice: adviceOf(interview) }, interview.answers);
    } catch (thrown) {
      if (thrown instanceof Left) await interview.save(question.id);
      if (!(thrown instanceof Back)) throw thrown;
      if (position === 0) return 'start';
      position -= 1;
      continue;
    }
    questions = await list();
    const found = questions.findIndex(({ id }) => id === question.id);
    position = found === -1 ? position : found + 1;
    await interview.save(questions[position]?.id ?? place.after);
  }
}

/** `sandbox · Models 6/7` */
function progressOf(questions: readonly WizardQuestion[], position: number, answers: Answers): string {
  const cloud = answers.cloud === undefined ? '' : `${answers.cloud} · `;
  return `${cloud}${questions[position]?.section ?? ''} ${position + 1}/${questions.length}`;
}

/** An Ask that tells with each question where we are, and what its answer is called. */
function located(ask: Ask, place: { readonly progress: string; readonly label: string }): Ask {
  const here = <Q extends Question>(question: Q): Q => ({ ...question, ...place });
  return {
    choose: (question) => ask.choose(here(question)),
    chooseMany: (question) => ask.chooseMany(here(question)),
    text: (question) => ask.text(here(question)),
    confirm: (question) => ask.confirm(here(question)),
    show: (text) => ask.show(text),
  };
}
