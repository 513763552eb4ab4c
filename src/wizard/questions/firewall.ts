import { parseCidr } from '../../estate/cidr.ts';
import { optionalText } from '../optional-text.ts';
import { type WizardQuestion, withAnswer } from '../question.ts';

/** Address of a hub firewall through which the applications' other traffic leaves. */
export const firewallQuestion: WizardQuestion = {
  id: 'firewall',
  section: 'Network',
  asked: ['custom'],
  label: 'Firewall',
  standard: 'none',
  applies: ({ network }) => network !== 'existing',
  async ask({ ask }, answers) {
    const firewallAddress = await optionalText(ask, {
      id: 'firewall',
      message: 'Does outgoing traffic leave through a firewall?',
      why: 'With its address, all traffic of the applications but that to the private endpoints is routed to it.',
      explain:
        'The private IPv4 address of a firewall in a hub that the networks are peered with. Without one, routes stay ' +
        'those of Azure and the security groups alone decide.',
      default: answers.firewallAddress,
      check: (address) =>
        parseCidr(`${address}/32`)
          ? { ok: true }
          : { ok: false, reason: 'an IPv4 address such as 10.0.0.4, or none' },
    });
    return withAnswer(answers, 'firewallAddress', firewallAddress);
  },
  given: ({ firewallAddress }) => firewallAddress,
};
