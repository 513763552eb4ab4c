import { optionalText } from '../optional-text.ts';
import type { Verdict } from '../ports.ts';
import { type WizardQuestion, withAnswer } from '../question.ts';

/** Which Teams channels are told of alerts. */
export const teamsQuestion: WizardQuestion = {
  id: 'teams',
  section: 'Operations',
  asked: ['custom'],
  label: 'Alerts in Teams',
  standard: 'no channel',
  async ask({ ask }, answers) {
    const typed = await optionalText(ask, {
      id: 'teams',
      message: 'Which Microsoft Teams channels are told of alerts?',
      why: 'A channel is read by whoever is on duty, and remembers what was done.',
      explain:
        'E-mail addresses of channels, separated by commas: Get email address, in the menu of the channel. Let the channel ' +
        'take mail of microsoft.com alone. A webhook of Teams is not asked for: its URL is a secret, and shows alerts as raw text.',
      default: answers.teams?.join(', '),
      check: checkChannels,
    });
    return withAnswer(answers, 'teams', typed === undefined ? undefined : channelsOf(typed));
  },
  given: ({ teams }) => teams?.join(', '),
};

function channelsOf(typed: string): string[] {
  return typed.split(/[,;\s]+/).filter((address) => address !== '');
}

function checkChannels(typed: string): Verdict {
  const wrong = channelsOf(typed).find(
    (address) => !/^[A-Za-z0-9._+-]+@([A-Za-z0-9-]+\.)*teams\.ms$/i.test(address),
  );
  return wrong === undefined
    ? { ok: true }
    : { ok: false, reason: `"${wrong}" is not the address of a channel, which ends in teams.ms` };
}
