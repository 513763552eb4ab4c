import { classifications, defaultClassification, meaningOf } from '../../estate/classification.ts';
import { type WizardQuestion, withAnswer } from '../question.ts';

/** How sensitive the data is. */
export const classificationQuestion: WizardQuestion = {
  id: 'classification',
  section: 'Environments',
  asked: ['custom'],
  label: 'Data class',
  standard: defaultClassification,
  async ask({ ask }, answers) {
    const classification = await ask.choose({
      id: 'classification',
      message: 'How sensitive is the data?',
      why: 'Every resource is tagged with it, and how long logs are kept follows from it.',
      explain:
        'The class of the most sensitive thing that a prompt may hold. Strictly confidential data asks for keys of your ' +
        'own, and for logs of a year in production. templates/classification.json holds the table. ' +
        'An environment may have another class in the estate file.',
      choices: classifications.map((value) => ({ value, name: value, hint: meaningOf(value) })),
      default: answers.classification ?? defaultClassification,
    });
    return withAnswer(answers, 'classification', classification);
  },
  given: ({ classification }) => classification,
};
