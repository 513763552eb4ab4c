import { type DefenderPlan, defenderPlans } from '../../estate/estate.ts';
import { type WizardQuestion, withAnswer } from '../question.ts';

const names: Readonly<Record<DefenderPlan, string>> = {
  ai: 'AI services',
  keyVault: 'Key Vault',
  resourceManager: 'Resource Manager',
  storage: 'Storage',
};

/** Which plans of Defender for Cloud production has, each with its price. */
export const defenderQuestion: WizardQuestion = {
  id: 'defender',
  section: 'Operations',
  asked: ['custom'],
  label: 'Defender for Cloud',
  standard: 'no plan',
  async ask({ ask, advice }, answers) {
    const defender = await ask.chooseMany<DefenderPlan>({
      id: 'defender',
      message: 'Which plans of Defender for Cloud do production subscriptions get?',
      why: 'They see attacks on models, secrets and rights; without them nobody does.',
      explain:
        'A plan is bought for a whole subscription and bills everything in it that it covers, also what others have ' +
        'there. Nothing else is turned on with it: no copies of prompts, no scans that are billed by gigabyte. The plan ' +
        'shows what the estate itself makes of it.',
      choices: defenderPlans.map((value) => ({
        value,
        name: names[value],
        hint: advice.defenderPrice(value),
      })),
      default: answers.defender ?? [],
    });
    return withAnswer(answers, 'defender', defender);
  },
  given: ({ defender }) => defender && (defender.map((plan) => names[plan]).join(', ') || 'no plan'),
};
