import { optionalText } from '../optional-text.ts';
import type { Verdict } from '../ports.ts';
import { type WizardQuestion, withAnswer } from '../question.ts';

/** Tags of every resource. */
export const tagsQuestion: WizardQuestion = {
  id: 'tags',
  section: 'Organisation',
  asked: ['custom'],
  label: 'Tags',
  standard: 'none but our own',
  async ask({ ask }, answers) {
    const typed = await optionalText(ask, {
      id: 'tags',
      message: 'Which tags should every resource carry?',
      why: 'Many organisations charge costs and find owners by tags, and refuse resources without them.',
      explain: 'Pairs of name=value, separated by commas, such as cost-centre=4711, owner=platform.',
      default: given(answers.tags),
      check: checkTags,
    });
    return withAnswer(answers, 'tags', typed === undefined ? {} : parseTags(typed));
  },
  given: ({ tags }) => (tags === undefined ? undefined : (given(tags) ?? 'none')),
};

function given(tags: Readonly<Record<string, string>> | undefined): string | undefined {
  const pairs = Object.entries(tags ?? {}).map(([name, value]) => `${name}=${value}`);
  return pairs.length === 0 ? undefined : pairs.join(', ');
}

function parseTags(typed: string): Record<string, string> {
  const pairs = typed.split(',').map((pair) => {
    const at = pair.indexOf('=');
    return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()] as const;
  });
  return Object.fromEntries(pairs);
}

/** Limits of Azure tags: names up to 512 characters without <>%&\?/, values up to 256. */
function checkTags(typed: string): Verdict {
  for (const pair of typed.split(',').map((part) => part.trim())) {
    const [, name, value] = /^([^=]+)=(.*)$/.exec(pair) ?? [];
    if (name === undefined || value === undefined) {
      return { ok: false, reason: `"${pair}" is not a pair of name=value` };
    }
    if (/[<>%&\\?/]/.test(name))
      return { ok: false, reason: `the name "${name}" must be without < > % & \\ ? /` };
    if (name.length > 512 || value.length > 256) return { ok: false, reason: `"${name}" is too long` };
  }
  return { ok: true };
}
