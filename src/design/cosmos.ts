import { guidOf } from '../estate/hash.ts';
import { regionOf } from '../facts/regions.ts';
import { idKey } from '../resource/arm-id.ts';
import type { Json } from '../resource/json.ts';
import { later } from '../resource/reference.ts';
import { workloadGrantId } from './access-control.ts';
import { type Area, resource } from './area.ts';
import type { DesignedResource } from './design.ts';

/**
 * Reads and writes of items, nothing of the account itself. Source: Microsoft, "Connect to Azure Cosmos DB for NoSQL
 * using role-based access control", built-in role definitions of the data plane.
 */
const dataContributor = '00000000-0000-0000-0000-000000000002';

/**
 * An Azure Cosmos DB account for NoSQL, where it is asked for. Serverless, since it costs nothing while nobody uses it
 * and no throughput has to be guessed; without keys, on the control plane as on the data plane. Databases and
 * containers are the applications' own, and made through ARM: no role of the data plane makes them.
 */
export function cosmos(area: Area): DesignedResource[] {
  const { ids, stamp } = area;
  const { applications } = stamp.tenant.groups;
  if (!stamp.environment.integration?.cosmos) return [];
  return [
    account(area),
    ...(applications === undefined
      ? []
      : [dataRole(area, { key: applications, principalId: applications, as: 'Application' })]),
    dataRole(area, {
      key: ids.identity,
      principalId: later(ids.identity, 'properties.principalId'),
      as: 'application identity',
      // Cosmos DB fails for good on an identity that the directory does not know yet.
      dependsOn: [workloadGrantId(area)],
    }),
  ];
}

function account({ ids, region, tags, stamp }: Area): DesignedResource {
  // Fixed when the account is made: a copy in each zone, for a quarter more a request.
  const isZoneRedundant = stamp.environment.production && regionOf(region)?.zones === true;
  return resource({
    id: ids.cosmos,
    type: 'Microsoft.DocumentDB/databaseAccounts',
    noun: 'Cosmos DB account',
    step: 'Integration',
    body: {
      location: region,
      kind: 'GlobalDocumentDB',
      tags,
      properties: {
        databaseAccountOfferType: 'Standard',
        locations: [{ locationName: region, failoverPriority: 0, isZoneRedundant }],
        capabilities: [{ name: 'EnableServerless' }],
        consistencyPolicy: { defaultConsistencyLevel: 'Session' },
        publicNetworkAccess: 'Disabled',
        networkAclBypass: 'None',
        ipRules: [],
        virtualNetworkRules: [],
        disableLocalAuth: true,
        disableKeyBasedMetadataWriteAccess: true,
        minimalTlsVersion: 'Tls12',
        // Every second of a week, at no price; 30 days have one.
        backupPolicy: { type: 'Continuous', continuousModeProperties: { tier: 'Continuous7Days' } },
      },
    },
  });
}

/** A role of the data plane, which Azure keeps beneath the account and not among its role assignments. */
function dataRole(
  { ids, stamp }: Area,
  to: {
    readonly key: string;
    readonly principalId: Json;
    readonly as: string;
    readonly dependsOn?: readonly string[];
  },
): DesignedResource {
  const name = guidOf([idKey(ids.cosmos), dataContributor, idKey(to.key), stamp.name]);
  return {
    ...resource({
      id: `${ids.cosmos}/sqlRoleAssignments/${name}`,
      type: 'Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments',
      noun: 'data role assignment',
      step: 'Access control',
      body: {
        properties: {
          roleDefinitionId: `${ids.cosmos}/sqlRoleDefinitions/${dataContributor}`,
          principalId: to.principalId,
          scope: ids.cosmos,
        },
      },
      ...(to.dependsOn ? { dependsOn: to.dependsOn } : {}),
    }),
    title: `role Cosmos DB Built-in Data Contributor for ${to.as}`,
  };
}
