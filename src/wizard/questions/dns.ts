import type { Answers } from '../../estate/answers.ts';
import { zonesNeeded } from '../../estate/integration.ts';
import { integrationFrom } from '../../estate/integration-from-answers.ts';
import { privateDnsZonesOf, type ZoneKey } from '../../facts/private-dns-zones.ts';
import { type WizardQuestion, withAnswer } from '../question.ts';
import { checkId } from './network.ts';

/** Who owns the private DNS zones. */
export const dnsQuestion: WizardQuestion = {
  id: 'dns',
  section: 'Network',
  asked: ['custom'],
  label: 'Private DNS zones',
  standard: 'our own',
  async ask({ ask }, answers) {
    const dns = await ask.choose({
      id: 'dns',
      message: 'Whose private DNS zones resolve the endpoints?',
      why: 'Without the right record an endpoint is unreachable, however well everything else is built.',
      explain:
        'Our own zones belong to the environment and are linked to its network. Central zones of a platform team are ' +
        'used by id. With a policy, the platform team attaches its zones to each endpoint; many such policies know the ' +
        'cognitiveservices zone only, and the plan is blocked until the openai record is there.',
      choices: [
        { value: 'own' as const, name: 'Our own', hint: 'created and linked with the network' },
        { value: 'central' as const, name: 'Central ones', hint: 'existing zones, by ARM id' },
        { value: 'policy' as const, name: 'Attached by a policy', hint: 'of the platform team' },
      ],
      default: answers.dns ?? 'own',
    });
    return withAnswer(answers, 'dns', dns);
  },
  given: ({ dns }) => dns && { own: 'our own', central: 'central ones', policy: 'attached by a policy' }[dns],
};

/** The ids of central zones. */
export function centralZoneQuestions(answers: Answers): WizardQuestion[] {
  if (answers.dns !== 'central') return [];
  const zones = privateDnsZonesOf(answers.region ?? '');
  return zonesNeeded({ integration: integrationFrom(answers) }).map((key) => ({
    id: idOf(key),
    section: 'Network',
    asked: ['custom'],
    label: `Zone ${zones[key]}`,
    standard: 'not chosen',
    async ask({ ask }, current) {
      const id = await ask.text({
        id: idOf(key),
        message: `Which zone is the central ${zones[key]}?`,
        why: 'The endpoint writes its record there; every network linked to the zone then finds it.',
        explain: 'The ARM id of the private DNS zone. It is never changed beyond the record of the endpoint.',
        default: current.centralZones?.[key] ?? '',
        check: (typed) =>
          checkId(
            typed,
            new RegExp(`/privateDnsZones/${zones[key].replaceAll('.', '\\.')}$`, 'i'),
            `a private DNS zone ${zones[key]}`,
          ),
      });
      return withAnswer(current, 'centralZones', {
        openai: '',
        keyVault: '',
        ...current.centralZones,
        [key]: id,
      });
    },
    given: (current) => current.centralZones?.[key] || undefined,
  }));
}

/** `zone-key-vault` */
function idOf(key: ZoneKey): string {
  return `zone-${key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
