import { type WizardQuestion, withAnswer } from '../question.ts';

/** How much a new tenant needs: capacity of its models, and the estimate. */
export const tenantSizeQuestion: WizardQuestion = {
  id: 'size',
  section: 'Models',
  asked: ['quick', 'custom'],
  label: 'Size',
  standard: 'as the first tenant',
  async ask({ ask }, answers) {
    const usage = await ask.choose({
      id: 'size',
      message: 'How large is this tenant?',
      why: 'The capacity of its models follows from it, and the estimate of what is paid by use.',
      explain:
        'Models and versions are those of the first tenant. Medium has three times the tokens a minute of small, large ' +
        'ten times; provisioned units stay as they are. Capacity costs nothing by itself, but has to be in the quota.',
      choices: [
        { value: 'small' as const, name: 'Small', hint: 'a pilot, a few users' },
        { value: 'medium' as const, name: 'Medium', hint: 'an application in daily use' },
        { value: 'large' as const, name: 'Large', hint: 'many applications, or batch work' },
      ],
      default: answers.usage ?? 'small',
    });
    return withAnswer(answers, 'usage', usage);
  },
  given: ({ usage }) => usage,
};
