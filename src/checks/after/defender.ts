import { textAt } from '../places.ts';
import { type Check, type CheckInput, type Finding, failed, notApplicable, ok, warning } from '../rule.ts';
import { existing } from './existing.ts';

const type = 'Microsoft.Security/pricings';

export const defender: Check = {
  id: 'GT-CHECK-DEFENDER',
  stage: 'after',
  about: 'all',
  checklist: ['INC-1'],
  title: 'The Defender for Cloud plans that the estate file asks for are on',
  risk: 'An attack on keys, models or rights is seen by nobody.',
  run: (input) => (input.design.users ? existing(input, 'GT-CHECK-DEFENDER', type, judge) : [asked(input)]),
};

function judge({
  id,
  title,
  body,
}: {
  id: string;
  title: string;
  body: Parameters<typeof textAt>[0];
}): Finding[] {
  const coverage = textAt(body, '/properties/resourcesCoverageStatus');
  const evidence = `${id}: Standard${coverage === '' ? '' : `, ${coverage}`}`;
  return [
    coverage === 'PartiallyCovered'
      ? failed(
          `${title} is on, but turned off for single resources`,
          'Turn it on there, or set enforce to True: az security pricing create.',
          evidence,
        )
      : ok(`${title} is on`, evidence),
  ];
}

/** What a stamp itself has to say: the plans are its subscription's. */
function asked({ design, estate }: CheckInput): Finding {
  const environment = estate.tenants
    .find(({ name }) => name === design.tenant)
    ?.environments.find(({ name }) => name === design.environment);
  const plans = environment?.defender ?? [];
  if (plans.length > 0)
    return notApplicable(`asks for ${plans.join(', ')}: see what its subscription shares`);
  return design.production
    ? warning(
        'no plan of Defender for Cloud is asked for',
        'Set defender in the estate file, such as [keyVault, resourceManager]; gotthard plan shows what it costs.',
      )
    : notApplicable('no plan of Defender for Cloud is asked for');
}
