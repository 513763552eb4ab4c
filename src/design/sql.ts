import type { Integration } from '../estate/integration.ts';
import { regionOf } from '../facts/regions.ts';
import { type Area, resource } from './area.ts';
import type { DesignedResource } from './design.ts';

/** Gigabytes that a database may hold, which is also what its storage is billed for. */
const storageGb = 32;

/**
 * A SQL server without any SQL login, what is done on it written down, and one database that pauses while nobody uses it.
 * Its users are those that the group of its administrators makes.
 */
export function sql(area: Area): DesignedResource[] {
  const asked = area.stamp.environment.integration?.sql;
  return asked ? [server(area, asked), auditing(area), database(area)] : [];
}

/** Where audit records of a whole server go: the logs of its master database, which Azure makes with it. */
export function masterDatabaseId({ ids }: Pick<Area, 'ids'>): string {
  return `${ids.sqlServer}/databases/master`;
}

function server(
  { ids, region, tags, stamp }: Area,
  { administrators, administratorsId }: NonNullable<Integration['sql']>,
): DesignedResource {
  const { tenant } = stamp;
  return resource({
    id: ids.sqlServer,
    type: 'Microsoft.Sql/servers',
    noun: 'SQL server',
    step: 'Integration',
    body: {
      location: region,
      tags,
      properties: {
        version: '12.0',
        minimalTlsVersion: '1.2',
        publicNetworkAccess: 'Disabled',
        // What runs in a database reaches nothing outside that was not named, and nothing is.
        restrictOutboundNetworkAccess: 'Enabled',
        administrators: {
          administratorType: 'ActiveDirectory',
          principalType: 'Group',
          login: administrators,
          sid: administratorsId ?? tenant.groups.administrators ?? '',
          tenantId: tenant.directoryId,
          azureADOnlyAuthentication: true,
        },
      },
    },
  });
}

/**
 * Sign-ins and statements, to Azure Monitor. Source of the groups: Microsoft, "Auditing for Azure SQL Database", default
 * auditing policy.
 */
function auditing({ ids, names }: Area): DesignedResource {
  return {
    ...resource({
      id: `${ids.sqlServer}/auditingSettings/default`,
      type: 'Microsoft.Sql/servers/auditingSettings',
      noun: 'auditing setting',
      step: 'Integration',
      body: {
        properties: {
          state: 'Enabled',
          isAzureMonitorTargetEnabled: true,
          auditActionsAndGroups: [
            'BATCH_COMPLETED_GROUP',
            'SUCCESSFUL_DATABASE_AUTHENTICATION_GROUP',
            'FAILED_DATABASE_AUTHENTICATION_GROUP',
          ],
        },
      },
    }),
    title: `auditing setting of ${names.sqlServer}`,
  };
}

function database({ ids, region, tags, stamp }: Area): DesignedResource {
  const inZones = stamp.environment.production && regionOf(region)?.zones === true;
  return resource({
    id: ids.sqlDatabase,
    type: 'Microsoft.Sql/servers/databases',
    noun: 'SQL database',
    step: 'Integration',
    body: {
      location: region,
      tags,
      sku: { name: 'GP_S_Gen5', tier: 'GeneralPurpose', family: 'Gen5', capacity: 1 },
      properties: {
        maxSizeBytes: storageGb * 1024 ** 3,
        minCapacity: 0.5,
        // Minutes without a connection after which computing stops, and stops being billed.
        autoPauseDelay: 60,
        // Geo, which Azure takes by itself, copies backups to another region.
        requestedBackupStorageRedundancy: inZones ? 'Zone' : 'Local',
      },
    },
  });
}
