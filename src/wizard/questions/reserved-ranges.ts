import { formatCidr, isAligned, parseCidr, prefixOf } from '../../estate/cidr.ts';
import { optionalText } from '../optional-text.ts';
import type { Verdict } from '../ports.ts';
import { type WizardQuestion, withAnswer } from '../question.ts';

/** On-premises and other ranges to stay away from. */
export const reservedRangesQuestion: WizardQuestion = {
  id: 'reserved-ranges',
  section: 'Network',
  asked: ['custom'],
  label: 'Reserved ranges',
  standard: 'none',
  applies: ({ network }) => network !== 'existing',
  async ask({ ask }, answers) {
    const typed = await optionalText(ask, {
      id: 'reserved-ranges',
      message: 'Which ranges are in use elsewhere, on premises for instance?',
      why: 'Networks that overlap can never be connected, and addresses can not be changed afterwards.',
      explain:
        'IPv4 ranges separated by commas, each with a name if you like: 10.0.0.0/12 head office, 192.168.0.0/16. Existing ' +
        'virtual networks of the chosen subscriptions are found by themselves.',
      default: given(answers.reservedRanges),
      check: checkRanges,
    });
    return withAnswer(answers, 'reservedRanges', typed === undefined ? [] : rangesOf(typed));
  },
  given: ({ reservedRanges }) =>
    reservedRanges === undefined ? undefined : (given(reservedRanges) ?? 'none'),
};

function given(
  ranges: readonly { readonly name: string; readonly range: string }[] | undefined,
): string | undefined {
  const texts = (ranges ?? []).map(({ name, range }) => (name === range ? range : `${range} ${name}`));
  return texts.length === 0 ? undefined : texts.join(', ');
}

function rangesOf(typed: string): { name: string; range: string }[] {
  return typed.split(',').map((part) => {
    const [range = '', ...name] = part.trim().split(/\s+/);
    return { name: name.join(' ') || range, range };
  });
}

function checkRanges(typed: string): Verdict {
  for (const { range } of rangesOf(typed)) {
    const parsed = parseCidr(range);
    if (parsed === undefined) return { ok: false, reason: `"${range}" is not a range such as 10.0.0.0/12` };
    if (!isAligned(range)) {
      const right = formatCidr(parsed.start, prefixOf(parsed));
      return {
        ok: false,
        reason: `${range} does not start a range`,
        suggestion: typed.replace(range, right),
      };
    }
  }
  return { ok: true };
}
