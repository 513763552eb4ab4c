import { type WizardQuestion, withAnswer } from '../question.ts';

/** Entra only, or API keys beside it. */
export const authenticationQuestion: WizardQuestion = {
  id: 'auth',
  section: 'Access',
  asked: ['custom'],
  label: 'Authentication',
  standard: 'Entra only, no API keys',
  async ask({ ask }, answers) {
    const authentication = await ask.choose({
      id: 'auth',
      message: 'How do applications sign in?',
      why: 'A key that leaks works for anybody who reaches the endpoint; an Entra token is short-lived and named.',
      explain:
        'Entra only: applications use a managed identity, and no key works. API keys too: for software that can not do ' +
        'otherwise. The account then accepts its two keys; put them into the vault, which contributors and applications ' +
        'may read, and nowhere else. Plan and checklist repeat it as a loosened default.',
      choices: [
        { value: 'entra' as const, name: 'Entra only', hint: 'no API key works' },
        { value: 'keys' as const, name: 'API keys too', hint: 'loosens the default' },
      ],
      default: answers.authentication ?? 'entra',
    });
    return withAnswer(answers, 'authentication', authentication);
  },
  given: ({ authentication }) =>
    authentication && { entra: 'Entra only, no API keys', keys: 'API keys too' }[authentication],
};
