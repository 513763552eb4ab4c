import { known } from '../../resource/subscription.ts';
import { writtenResources } from '../changing.ts';
import { inFile, regionOf, shortRegion } from '../places.ts';
import { type Check, cannotTell, failed, orOk } from '../rule.ts';

export const regionTypes: Check = {
  id: 'GT-CHECK-REGION',
  stage: 'before',
  checklist: ['DAT-5'],
  title: 'The region offers every type of the plan',
  run: (input) => {
    const registrations = known(input.facts.registrations);
    if (!registrations) return [cannotTell('what the region offers', input.facts.registrations, input)];
    const missing = new Map<string, string>();
    for (const { type, body } of writtenResources(input)) {
      const region = regionOf(body);
      const namespace = type.split('/')[0]?.toLowerCase() ?? '';
      const offered = registrations[namespace]?.locations[type.toLowerCase()];
      if (region === undefined || offered === undefined || offered.length === 0) continue;
      if (!offered.map(shortRegion).includes(region)) missing.set(`${type} in ${region}`, offered.join(', '));
    }
    return orOk(
      [...missing].map(([what, offered]) =>
        failed(`${what} is not offered`, `Set ${inFile('region', input.design)} to one of ${offered}.`),
      ),
      'the regions offer all types',
    );
  },
};
