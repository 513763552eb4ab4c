import { type WizardQuestion, withAnswer } from '../question.ts';

const given = {
  usual: 'refuse in production, tell elsewhere',
  deny: 'refuse everywhere',
  audit: 'tell everywhere, refuse nothing',
  off: 'none',
} as const;

/** What Azure Policy does with what the estate file does not allow. */
export const policyQuestion: WizardQuestion = {
  id: 'policy',
  section: 'Access',
  asked: ['custom'],
  label: 'Azure Policy',
  standard: given.usual,
  async ask({ ask }, answers) {
    const policy = await ask.choose({
      id: 'policy',
      message: 'What does Azure Policy do with what this estate does not allow?',
      why: 'Whoever has rights in a group can put up something public, keyed or in another region: only a policy stops it.',
      explain:
        'One initiative of regions, Private Link, keys, encryption, vaults, deployment types and tags, assigned to the ' +
        'groups of each environment; it is free. Refusing stops people and pipelines at once; telling shows in the ' +
        'compliance view and in gotthard verify. A run of Gotthard lifts it only for the change that it concerns.',
      choices: [
        { value: 'usual' as const, name: 'Refuse in production, tell elsewhere' },
        { value: 'deny' as const, name: 'Refuse everywhere' },
        { value: 'audit' as const, name: 'Tell everywhere', hint: 'loosens production' },
        { value: 'off' as const, name: 'No policies', hint: 'loosens the default' },
      ],
      default: answers.policy ?? 'usual',
    });
    return withAnswer(answers, 'policy', policy);
  },
  given: ({ policy }) => policy && given[policy],
};
