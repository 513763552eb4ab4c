import { type WizardQuestion, withAnswer } from '../question.ts';

/** The Entra directory; asked only where more than one is visible. */
export const directoryQuestion: WizardQuestion = {
  id: 'directory',
  section: 'Destination',
  asked: ['quick', 'custom'],
  label: 'Directory',
  standard: 'the only one that is visible',
  applies: async (_answers, advice) => (await advice.directories()).length > 1,
  async ask({ ask, advice }, answers) {
    const directories = await advice.directories();
    const directoryId = await ask.choose({
      id: 'directory',
      message: 'Which Entra directory?',
      why: 'It decides who can be given access; subscriptions of other directories stay out of reach.',
      explain:
        'A directory (Entra ID tenant) holds the users, groups and identities that a subscription trusts. ' +
        'Type a part of its name, or paste its id.',
      choices: directories.map((directory) => ({
        value: directory.directoryId,
        name: directory.name,
        hint: directory.directoryId,
      })),
      ...(answers.directoryId === undefined ? {} : { default: answers.directoryId }),
    });
    if (directoryId === answers.directoryId) return answers;
    // Subscriptions and groups belong to a directory.
    const { environments: _e, groups: _g, ...kept } = answers;
    return withAnswer(kept, 'directoryId', directoryId);
  },
  given: (answers) => answers.directoryId,
};
