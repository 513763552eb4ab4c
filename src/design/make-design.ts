import type { Stamp } from '../estate/estate.ts';
import { isShared, type Needs, type SharedStamp } from '../estate/shared-stamp.ts';
import type { ZoneKey } from '../facts/private-dns-zones.ts';
import { alwaysRegistered } from '../facts/resource-providers.ts';
import { at } from '../resource/json.ts';
import { accessControl } from './access-control.ts';
import { apiKeys } from './api-keys.ts';
import { type Area, areaOf } from './area.ts';
import { budget } from './budget.ts';
import { cosmos } from './cosmos.ts';
import { dataFactory } from './data-factory.ts';
import type { Design, DesignedResource } from './design.ts';
import { encryption } from './encryption.ts';
import { foundation } from './foundation.ts';
import { headOf } from './head.ts';
import { keyVault } from './key-vault.ts';
import { locks } from './locks.ts';
import { loosened } from './loosened.ts';
import { monitoring } from './monitoring.ts';
import { network } from './network.ts';
import { openai } from './openai.ts';
import { policies } from './policies.ts';
import { privateAccess } from './private-access.ts';
import { privateDns, zonesOf } from './private-dns.ts';
import { rotation } from './rotation.ts';
import { everything, sharedDesign } from './shared.ts';
import { sql } from './sql.ts';
import { storage } from './storage.ts';

/** The areas in the order in which people see their steps. */
const areas = [
  foundation,
  network,
  privateDns,
  keyVault,
  encryption,
  openai,
  apiKeys,
  storage,
  cosmos,
  sql,
  rotation,
  dataFactory,
  privateAccess,
  accessControl,
  monitoring,
  policies,
  locks,
  budget,
] as const;

/** What a stamp should consist of. Pure: no clock, no I/O, the same estate gives the same design. */
export function makeDesign(stamp: Stamp): Design {
  if (isShared(stamp)) return makeSharedDesign(stamp);
  const area = areaOf(stamp);
  const resources = areas.flatMap((design) => design(area));
  return {
    ...headOf(stamp),
    resources,
    uses: usedOf(area),
    providers: providersOf(resources),
    loosened: loosened(stamp),
  };
}

/** All that a shared stamp can have: under these names is looked for what of it is there and not asked for. */
export function wholeSharedDesign(stamp: SharedStamp): Design {
  return makeSharedDesign(stamp, everything);
}

function makeSharedDesign(stamp: SharedStamp, needs?: Needs): Design {
  const design = sharedDesign(stamp, makeDesign, needs);
  return { ...design, providers: providersOf(design.resources), loosened: [] };
}

/** Provider namespaces of what is designed, but those that every subscription has from the start. */
function providersOf(resources: readonly DesignedResource[]): string[] {
  const namespaces = resources.map(({ type }) => type.slice(0, type.indexOf('/')));
  // Source: Microsoft, "Create a policy assignment": without it Azure tells nothing of compliance.
  if (resources.some(({ type }) => /\/policyAssignments$/.test(type)))
    namespaces.push('Microsoft.PolicyInsights');
  // Source: Microsoft, "Azure Functions Flex Consumption plan", considerations: a plan of it joins a network through this.
  if (
    resources.some(
      ({ type, body }) => /\/serverfarms$/i.test(type) && at(body, '/sku/tier') === 'FlexConsumption',
    )
  )
    namespaces.push('Microsoft.App');
  return [...new Set(namespaces)].filter((namespace) => !alwaysRegistered.has(namespace)).sort();
}

/** What people call the services that the zones are for. */
const zoneTitles: Readonly<Record<ZoneKey, string>> = {
  openai: 'Azure OpenAI',
  keyVault: 'Key Vault',
  blob: 'Blob Storage',
  dataLake: 'Data Lake Storage',
  cosmos: 'Cosmos DB',
  sql: 'SQL Database',
  websites: 'Azure Functions',
  dataFactory: 'Data Factory',
};

/** Existing resources that are used by id: they have to be there, and are never changed. */
function usedOf(area: Area): Design['uses'] {
  const { network: vnet, dns, logs } = area.stamp.environment;
  return [
    ...(vnet.mode === 'existing'
      ? [
          { id: vnet.virtualNetworkId, as: 'virtual network' },
          { id: vnet.privateEndpointSubnetId, as: 'subnet of the private endpoints' },
        ]
      : []),
    ...(dns.mode === 'central'
      ? (Object.entries(zonesOf(area)) as [ZoneKey, string][]).map(([key, id]) => ({
          id,
          as: `private DNS zone of ${zoneTitles[key]}`,
        }))
      : []),
    ...(logs.mode === 'existing' ? [{ id: logs.workspaceId, as: 'Log Analytics workspace' }] : []),
  ];
}
