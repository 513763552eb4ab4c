import type { Answers } from '../../estate/answers.ts';
import { optionalText } from '../optional-text.ts';
import type { GroupChoice, Verdict } from '../ports.ts';
import { type WizardQuestion, withAnswer } from '../question.ts';

type Groups = NonNullable<Answers['groups']>;
type Role = keyof Groups;

/** Words in names of groups that tell which role they are for. */
const telling: readonly { readonly role: Role; readonly pattern: RegExp }[] = [
  { role: 'administrators', pattern: /\badmin/i },
  { role: 'contributors', pattern: /\b(contribut|engineer|develop)/i },
  { role: 'readers', pattern: /\b(audit|read|monitor|observ)/i },
  { role: 'applications', pattern: /\b(app|application|workload)s?\b/i },
];

/** One question for all roles: the groups whose names tell, one administrator group, or nobody yet. */
export const tenantGroupsQuestion: WizardQuestion = {
  id: 'groups',
  section: 'Access',
  asked: ['quick', 'custom'],
  label: 'Groups',
  standard: 'nobody',
  async ask({ ask, advice }, answers) {
    const groups = answers.directoryId === undefined ? [] : await advice.groups(answers.directoryId);
    const asked = {
      id: 'groups',
      message: 'Which Entra groups get access?',
      why: 'Groups of this tenant alone: one that another tenant has would join what is to be apart.',
      explain:
        'Each role goes to the group whose name tells, or one group administers and the others follow later, in the ' +
        'estate file. Groups that another tenant of the estate has are not offered.',
    };
    if (groups.length === 0) {
      const current = Object.entries(answers.groups ?? {}).map(([role, id]) => `${role}=${id}`);
      const typed = await optionalText(ask, { ...asked, default: current.join(', '), check: checkGroups });
      return withAnswer(answers, 'groups', typed === undefined ? {} : groupsOf(typed));
    }
    const named = byName(groups);
    const chosen = await ask.choose({
      ...asked,
      choices: [
        ...(answers.groups === undefined
          ? []
          : [{ value: 'given', name: 'As chosen before', hint: told(answers.groups, groups) }]),
        ...(Object.keys(named).length === 0
          ? []
          : [{ value: 'named', name: 'By their names', hint: told(named, groups) }]),
        { value: 'nobody', name: 'Nobody yet', hint: 'no role is assigned' },
        ...groups.map(({ objectId, name }) => ({
          value: objectId,
          name: `${name} administers`,
          hint: objectId,
        })),
      ],
    });
    if (chosen === 'given') return answers;
    const others: Groups = chosen === 'nobody' ? {} : { administrators: chosen };
    return withAnswer(answers, 'groups', chosen === 'named' ? named : others);
  },
  given: ({ groups }) =>
    groups === undefined
      ? undefined
      : Object.keys(groups).length === 0
        ? 'nobody'
        : Object.keys(groups).join(', '),
};

function byName(groups: readonly GroupChoice[]): Groups {
  const found = telling.flatMap(({ role, pattern }) => {
    const group = groups.find(({ name }) => pattern.test(name));
    return group ? [[role, group.objectId] as const] : [];
  });
  return Object.fromEntries(found) as Groups;
}

function told(groups: Groups, choices: readonly GroupChoice[]): string {
  const nameOf = (id: string | undefined): string =>
    choices.find(({ objectId }) => objectId === id)?.name ?? id ?? '';
  return Object.entries(groups)
    .map(([role, id]) => `${role}: ${nameOf(id)}`)
    .join(', ');
}

const entry =
  /^(administrators|contributors|readers|applications)=([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

function checkGroups(typed: string): Verdict {
  const wrong = typed.split(',').find((part) => !entry.test(part.trim()));
  if (wrong === undefined) return { ok: true };
  return { ok: false, reason: 'such as administrators=0f8fad5b-d9cb-469f-a165-70867728950e, or none' };
}

function groupsOf(typed: string): Groups {
  const found = typed.split(',').flatMap((part) => {
    const [, role, id] = entry.exec(part.trim()) ?? [];
    return role === undefined || id === undefined ? [] : [[role.toLowerCase(), id] as const];
  });
  return Object.fromEntries(found) as Groups;
}
