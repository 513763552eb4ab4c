import type { Answers } from '../estate/answers.ts';
import { allQuestions, questionsOf } from './order.ts';
import { type Advice, Left } from './ports.ts';
import { type Path, type Section, sections, type WizardQuestion } from './question.ts';
import { adviceOf, type Interview, walk } from './walk.ts';

/** What is decided on the review screen. */
type Decision = 'save' | 'all' | Section;

/**
 * Shows everything that was answered and what applies otherwise, and lets any section be edited. Returns when
 * the estate is to be saved (`save`), or when every question is to be asked (`all`). Esc throws `Back`.
 */
export async function review(interview: Interview, path: Path): Promise<'save' | 'all'> {
  for (;;) {
    interview.ask.show(await reviewText(interview.answers, adviceOf(interview)));
    const decision = await decide(interview, path);
    if (decision === 'save' || decision === 'all') return decision;
    await edit(interview, path, decision);
  }
}

async function decide({ ask, answers, save }: Interview, path: Path): Promise<Decision> {
  try {
    return await ask.choose<Decision>({
      id: 'review',
      message: 'Is this the estate you want?',
      label: 'Review',
      why: 'Nothing exists yet: next a plan shows what would be created and what it costs.',
      explain:
        'Choose a section to change it; all its questions are asked, also those that the quick path leaves to their ' +
        'defaults. What an edit makes invalid is asked again.',
      ...(answers.cloud === undefined ? {} : { progress: `${answers.cloud} · Review` }),
      choices: [
        { value: 'save', name: 'Yes, show the plan' },
        ...sections.map((section) => ({ value: section, name: `Edit: ${section}` })),
        ...(path === 'quick' ? [{ value: 'all' as const, name: 'Answer every question' }] : []),
      ],
      default: 'save',
    });
  } catch (thrown) {
    if (thrown instanceof Left) await save('review');
    throw thrown;
  }
}

/**
 * Asks the questions of a section, and with them what the edit makes necessary elsewhere: answers that it has
 * made invalid, and questions that it has brought up.
 */
async function edit(interview: Interview, path: Path, section: Section): Promise<void> {
  const list = async (ofPath: Path): Promise<Map<string, WizardQuestion>> => {
    const questions = await questionsOf(ofPath, interview.answers, adviceOf(interview));
    return new Map(questions.map((question) => [question.id, question]));
  };
  const isGiven = (question: WizardQuestion): boolean => question.given(interview.answers) !== undefined;
  const known = new Set((await list('custom')).keys());
  const answered = new Set([...(await list(path)).values()].filter(isGiven).map(({ id }) => id));
  const elsewhere = new Set<string>();
  await walk(
    interview,
    async () => {
      const [full, own] = [await list('custom'), await list(path)];
      for (const [id, question] of [...full, ...own]) {
        const invalid = own.has(id) && answered.has(id);
        if (!isGiven(question) && (invalid || !(known.has(id) || own.has(id)))) elsewhere.add(id);
      }
      return allQuestions(interview.answers).filter((question) =>
        question.section === section ? full.has(question.id) : elsewhere.has(question.id),
      );
    },
    { from: undefined, after: 'review' },
  );
}

/** The whole estate, section by section; defaults are marked. */
async function reviewText(answers: Answers, advice: Advice): Promise<string> {
  const questions = await questionsOf('custom', answers, advice);
  const names = await knownNames(answers, advice);
  const width = Math.max(...questions.map(({ label }) => label.length));
  const lines = sections.flatMap((section) => {
    const own = questions.filter((question) => question.section === section);
    return [
      section,
      ...own.map((question) => {
        const given = question.given(answers);
        const value = given === undefined ? `${question.standard} (default)` : (names.get(given) ?? given);
        return `  ${question.label.padEnd(width)}  ${value}`;
      }),
    ];
  });
  return ['', 'The estate', ...lines, ''].join('\n');
}

/** What people call the ids among the answers. */
async function knownNames(answers: Answers, advice: Advice): Promise<Map<string, string>> {
  const { directoryId } = answers;
  if (directoryId === undefined) return new Map();
  const [directories, subscriptions, groups] = await Promise.all([
    advice.directories(),
    advice.subscriptions(directoryId),
    answers.groups === undefined ? [] : advice.groups(directoryId),
  ]);
  return new Map([
    ...directories.map((each): [string, string] => [each.directoryId, each.name]),
    ...subscriptions.map((each): [string, string] => [each.subscriptionId, each.name]),
    ...groups.map((each): [string, string] => [each.objectId, each.name]),
  ]);
}
