import type { Granted, LeastRights } from '../checks/rights.ts';
import type { Design } from '../design/design.ts';
import type { Estate } from '../estate/estate.ts';
import { parseArmId } from '../resource/arm-id.ts';
import { conditionVersion, roleCondition } from './role-condition.ts';

/** A custom role as `az role definition create` takes it. */
export interface RoleDefinition {
  readonly Name: string;
  readonly IsCustom: true;
  readonly Description: string;
  readonly Actions: readonly string[];
  readonly NotActions: readonly string[];
  readonly DataActions: readonly string[];
  readonly NotDataActions: readonly string[];
  readonly AssignableScopes: readonly string[];
}

/** A custom role, and where and how it is assigned. */
export interface ExportedRole {
  readonly definition: RoleDefinition;
  readonly scope: string;
  /** Which roles it may assign; undefined: it may assign none. */
  readonly condition?: string;
  readonly conditionVersion?: string;
  /** Commands of the Azure CLI, for an owner of the scope. */
  readonly commands: readonly string[];
}

/** The rights of whoever deploys one stamp. */
export interface StampRights {
  readonly tenant: string;
  readonly environment: string;
  readonly roles: readonly ExportedRole[];
  /** What the roles leave to somebody else. */
  readonly others: readonly { readonly what: string; readonly how: string }[];
}

/** The document of `export rights --json`. */
export interface RightsJson {
  readonly rights: readonly StampRights[];
  /** Files that the definitions were written to, where they were. */
  readonly paths?: readonly string[];
}

/** File of a role's definition. */
export function fileOf({ definition }: ExportedRole): string {
  return `${definition.Name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}.json`;
}

/** The least rights of a stamp as custom roles and commands, and what somebody else has to do. Pure. */
export function stampRights(estate: Estate, design: Design, rights: LeastRights): StampRights {
  const name = `Gotthard ${estate.name} ${design.tenant} ${design.environment}`;
  const stamp = `${design.tenant}/${design.environment}`;
  const own = exported(name, `Deploys, changes and destroys ${stamp} of estate ${estate.name}.`, rights.own, {
    ...(rights.assigned.roles.length > 0 ? { condition: roleCondition(rights.assigned) } : {}),
  });
  const used = rights.elsewhere.map((granted) => {
    const what = parseArmId(granted.scope).name;
    return exported(
      `${name} uses ${what}`,
      `Lets ${stamp} of estate ${estate.name} use ${what}.`,
      granted,
      {},
    );
  });
  return {
    tenant: design.tenant,
    environment: design.environment,
    roles: [own, ...used],
    others: leftToOthers(estate, design),
  };
}

function exported(
  name: string,
  description: string,
  { scope, actions }: Granted,
  { condition }: { readonly condition?: string },
): ExportedRole {
  const { subscriptionId, resourceGroup } = parseArmId(scope);
  const group = resourceGroup === undefined ? '' : `/resourceGroups/${resourceGroup}`;
  const definition: RoleDefinition = {
    Name: name,
    IsCustom: true,
    Description: description,
    Actions: actions,
    NotActions: [],
    DataActions: [],
    NotDataActions: [],
    // A role is assignable where a group or a subscription is; the assignment itself is as narrow as the scope.
    AssignableScopes: [`/subscriptions/${subscriptionId}${group}`],
  };
  const conditional = condition === undefined ? {} : { condition, conditionVersion };
  const role = { definition, scope, ...conditional };
  const flags =
    condition === undefined ? '' : ` --condition-version ${conditionVersion} --condition "${condition}"`;
  return {
    ...role,
    commands: [
      `az role definition create --role-definition @${fileOf({ ...role, commands: [] })}`,
      `az role assignment create --assignee-object-id OBJECT-ID --assignee-principal-type TYPE --role "${name}" --scope ${scope}${flags}`,
    ],
  };
}

/** What no role of one stamp should be able to do, or what is no right of Azure Resource Manager at all. */
function leftToOthers(
  estate: Estate,
  { providers, subscriptionId, resources }: Design,
): StampRights['others'] {
  const has = (type: string): boolean => resources.some((resource) => resource.type === type);
  const at = `--subscription ${subscriptionId}`;
  const { container, dnsZone } = estate.state ?? {};
  return [
    {
      what: 'making and assigning these roles',
      how: 'an owner of the scope runs their commands, with the object id and TYPE (User, Group or ServicePrincipal) of whoever deploys',
    },
    ...providers.map((namespace) => ({
      what: `registering ${namespace}, once in the subscription`,
      how: `az provider register --namespace ${namespace} ${at}`,
    })),
    {
      what: 'Entra groups and their members',
      how: 'somebody who manages groups in the directory; the estate file names them by object id',
    },
    ...(has('Microsoft.KeyVault/vaults')
      ? [
          {
            what: 'purging a deleted vault before its time: a right on the whole subscription, without which a rollback leaves it and the next run recovers it',
            how: `az keyvault purge --name NAME ${at}`,
          },
        ]
      : []),
    ...(has('Microsoft.CognitiveServices/accounts')
      ? [
          {
            what: 'purging a deleted account before its time, or its name stays held for 48 hours where it took API keys',
            how: `az cognitiveservices account purge --name NAME --resource-group GROUP --location REGION ${at}`,
          },
          {
            what: 'raising the quota of models',
            how: 'a request of the subscription’s owner in the Azure portal, Quotas',
          },
        ]
      : []),
    ...(container === undefined
      ? []
      : [
          {
            what: 'rights on the container of locks and journals',
            how: `az role assignment create --role "Storage Blob Data Contributor", at the container ${container}`,
          },
        ]),
    ...(dnsZone === undefined
      ? []
      : [
          {
            what: 'rights on the zone of the locks',
            how: `Microsoft.Network/privateDnsZones/TXT/read, write and delete at ${dnsZone}`,
          },
        ]),
  ];
}
