import type { Answers } from '../../estate/answers.ts';
import { plainUrl } from '../../estate/notifications.ts';
import { optionalText } from '../optional-text.ts';
import type { Verdict } from '../ports.ts';
import { type WizardQuestion, withAnswer } from '../question.ts';

type Part = keyof NonNullable<Answers['itsm']>;

/** The ITSM system that takes alerts, and the Entra application that protects it. */
export function itsmQuestions({ itsm }: Answers): WizardQuestion[] {
  return itsm?.url ? [urlQuestion, ...protections] : [urlQuestion];
}

const common = { section: 'Operations', asked: ['custom'] } as const;

const urlQuestion: WizardQuestion = {
  ...common,
  id: 'itsm',
  label: 'Alerts to ITSM',
  standard: 'none',
  async ask({ ask }, answers) {
    const url = await optionalText(ask, {
      id: 'itsm',
      message: 'Does an ITSM system take alerts?',
      why: 'An incident with a ticket is followed up; a mail may be overlooked.',
      explain:
        'The URL of its secure webhook, over https and without a signature: Azure Monitor proves itself by a token of the ' +
        'Entra application that protects it. Instance names are fine, secrets are not: they belong in no file.',
      default: answers.itsm?.url,
      check: (typed) =>
        // What was typed may hold a signature, and is not repeated.
        plainUrl.test(typed)
          ? { ok: true }
          : { ok: false, reason: 'a URL over https without a signature or a key: they are secrets' },
    });
    return url === undefined ? withAnswer(answers, 'itsm', undefined) : withPart(answers, 'url', url);
  },
  given: ({ itsm }) => itsm?.url,
};

const protections: readonly WizardQuestion[] = [
  part('applicationObjectId', 'itsm-application', {
    label: 'Its application',
    message: 'Which Entra application protects it?',
    explain: 'The object id of the application, a GUID.',
    form: /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i,
    like: 'a GUID',
  }),
  part('identifierUri', 'itsm-identifier', {
    label: 'Its application id URI',
    message: 'What is the application id URI of that application?',
    explain: 'Expose an API, in the application: such as api://0f8fad5b-d9cb-469f-a165-70867728950e.',
    form: /^(api|https):\/\/[^\s?#]+$/,
    like: 'an application id URI, such as api://…',
  }),
];

function part(
  key: Part,
  id: string,
  given: { label: string; message: string; explain: string; form: RegExp; like: string },
): WizardQuestion {
  const { label, message, explain, form, like } = given;
  return {
    ...common,
    id,
    label,
    standard: 'not given',
    async ask({ ask }, answers) {
      const typed = await ask.text({
        id,
        message,
        why: 'Only who holds a token for it can raise a ticket.',
        explain,
        default: answers.itsm?.[key] ?? '',
        check: (text) => check(text, form, like),
      });
      return withPart(answers, key, typed);
    },
    given: ({ itsm }) => itsm?.[key] || undefined,
  };
}

function withPart(answers: Answers, key: Part, value: string): Answers {
  return withAnswer(answers, 'itsm', {
    url: '',
    applicationObjectId: '',
    identifierUri: '',
    ...answers.itsm,
    [key]: value,
  });
}

function check(typed: string, form: RegExp, like: string): Verdict {
  return form.test(typed) ? { ok: true } : { ok: false, reason: `"${typed}" is not ${like}` };
}
