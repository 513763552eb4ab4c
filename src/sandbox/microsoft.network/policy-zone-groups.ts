import { parseId } from '../arm-id.ts';
import type { Stored, World } from '../provider.ts';
import { connectionIn } from './endpoint-rules.ts';
import { types } from './names.ts';

/** How long after an endpoint the landing zone's policy attaches its zone group, in ms. */
export const policyDelay = 30_000;

/** The zone that the landing zone's policy knows for a target type: one, also where a target has more names. */
const zoneFor: { readonly [type: string]: string } = {
  'microsoft.cognitiveservices/accounts': 'privatelink.cognitiveservices.azure.com',
  'microsoft.keyvault/vaults': 'privatelink.vaultcore.azure.net',
};

/** What a policy of the platform team does to a new endpoint that has no zone group yet. */
export function attachByPolicy(world: World, endpoint: Stored): void {
  if (world.under(endpoint.id, types.zoneGroup).length > 0) return;
  const { target } = connectionIn(endpoint.body);
  const name = zoneFor[parseId(target)?.type.toLowerCase() ?? ''];
  const directory = world.directoryOf(parseId(endpoint.id)?.subscription ?? '');
  const zone = world.all(types.zone).find((one) => {
    const parsed = parseId(one.id);
    const central =
      parsed?.group?.toLowerCase() === 'rg-hub' && world.directoryOf(parsed.subscription ?? '') === directory;
    return central && one.name.toLowerCase() === name;
  });
  if (zone === undefined) return;
  world.write(`${endpoint.id}/privateDnsZoneGroups/deployedByPolicy`, types.zoneGroup, {
    properties: {
      privateDnsZoneConfigs: [
        { name: zone.name.replaceAll('.', '-'), properties: { privateDnsZoneId: zone.id } },
      ],
    },
  });
}
