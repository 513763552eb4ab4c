import type { Answers } from '../../estate/answers.ts';
import { optionalText } from '../optional-text.ts';

import { type Ports, type WizardQuestion, withAnswer } from '../question.ts';

const roles = [
  {
    role: 'administrators',
    who: 'manages the Azure OpenAI resources',
    why: 'Nobody is administrator by default; use a group whose members are only eligible, by time.',
  },
  {
    role: 'contributors',
    who: 'deploys models and applications',
    why: 'Enough for daily work, without the right to give rights to others.',
  },
  { role: 'readers', who: 'monitors', why: 'Sees settings, metrics and logs, and changes nothing.' },
  {
    role: 'applications',
    who: 'holds the identities that call the models',
    why: 'Only its members may send prompts; they can manage nothing.',
  },
] as const;

/** One question for each role. */
export const groupQuestions: readonly WizardQuestion[] = roles.map(({ role, who, why }) => ({
  id: `group-${role}`,
  section: 'Access',
  asked: ['custom'],
  label: `Group: ${role}`,
  standard: 'nobody',
  async ask(ports, answers) {
    const objectId = await askGroup(ports, answers, {
      id: `group-${role}`,
      message: `Which group ${who}?`,
      why,
      explain:
        'An Entra group, by its object id. Without one, the role is assigned to nobody; it can be added later.',
      current: answers.groups?.[role],
    });
    const { [role]: _before, ...others } = answers.groups ?? {};
    return withAnswer(answers, 'groups', objectId === undefined ? others : { ...others, [role]: objectId });
  },
  given: ({ groups }) => (groups === undefined ? undefined : (groups[role] ?? 'nobody')),
}));

interface GroupQuestion {
  readonly id: string;
  readonly message: string;
  readonly why: string;
  readonly explain: string;
  readonly current: string | undefined;
}

/** A list where the directory can be read, else a text for the object id. */
async function askGroup(
  { ask, advice }: Ports,
  answers: Answers,
  question: GroupQuestion,
): Promise<string | undefined> {
  const groups = answers.directoryId === undefined ? [] : await advice.groups(answers.directoryId);
  const { current, ...asked } = question;
  if (groups.length === 0) {
    return optionalText(ask, { ...asked, default: current, check: checkObjectId });
  }
  const known = groups.map((group) => ({ value: group.objectId, name: group.name, hint: group.objectId }));
  const unknown =
    current === undefined || groups.some((group) => group.objectId === current)
      ? []
      : [{ value: current, name: current, hint: 'as chosen before' }];
  const chosen = await ask.choose({
    ...asked,
    choices: [{ value: '', name: 'Nobody', hint: 'the role is not assigned' }, ...unknown, ...known],
    default: current ?? '',
  });
  return chosen === '' ? undefined : chosen;
}

function checkObjectId(typed: string) {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(typed)
    ? { ok: true as const }
    : { ok: false as const, reason: 'an object id such as 0f8fad5b-d9cb-469f-a165-70867728950e, or none' };
}
