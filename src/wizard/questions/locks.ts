import { type WizardQuestion, withAnswer } from '../question.ts';

const given = { usual: 'in production', everywhere: 'everywhere', nowhere: 'nowhere' } as const;

/** Where what can't be made again is locked. */
export const locksQuestion: WizardQuestion = {
  id: 'locks',
  section: 'Access',
  asked: ['custom'],
  label: 'Locks',
  standard: given.usual,
  async ask({ ask }, answers) {
    const locks = await ask.choose({
      id: 'locks',
      message: 'Where are vault, account and workspace locked against deletion?',
      why: 'One slip of whoever may delete takes secrets, models or logs away; a lock has to be lifted first.',
      explain:
        'A lock of Azure costs nothing and lets everything but deletion pass; roles and settings beneath can not be ' +
        'deleted either. gotthard deploy and destroy lift it for the change that they were asked for, and put it back.',
      choices: [
        { value: 'usual' as const, name: 'In production' },
        { value: 'everywhere' as const, name: 'Everywhere' },
        { value: 'nowhere' as const, name: 'Nowhere', hint: 'loosens production' },
      ],
      default: answers.locks ?? 'usual',
    });
    return withAnswer(answers, 'locks', locks);
  },
  given: ({ locks }) => locks && given[locks],
};
