import { classRules } from '../estate/classification.ts';
import type { Environment, Estate, Stamp, Tenant } from '../estate/estate.ts';
import { hasLocks, policyMode } from '../estate/governance.ts';
import type { Loosened } from './design.ts';

/** Every default that the file loosens, in words that a plan and a report repeat. */
export function loosened({ estate, tenant, environment, name }: Stamp): Loosened[] {
  const found: (Loosened | false)[] = [
    environment.authentication === 'keys' && {
      what: `${name}: API keys are allowed beside Entra sign-in`,
      checklist: ['KEY-3', 'IAM-2'],
    },
    estate.residency === 'anywhere' && {
      what: `${name}: prompts may be processed in any region of the world`,
      checklist: ['DAT-5'],
    },
    environment.network.mode === 'existing' && {
      what: `${name}: the existing network ${environment.network.virtualNetworkId} is used as it is; its security groups and routes are not Gotthard's`,
      checklist: ['NET-3', 'NET-7'],
    },
    environment.dns.mode === 'policy' && {
      what: `${name}: a policy of the platform team has to attach the private DNS zones`,
      checklist: ['NET-5'],
    },
    environment.production &&
      !environment.keyVault.purgeProtection && {
        what: `${name}: the vault of a production environment has no purge protection`,
        checklist: ['KEY-1'],
      },
    (environment.production ? policyMode(environment) !== 'deny' : policyMode(environment) === 'off') && {
      what: `${name}: ${policyMode(environment) === 'off' ? 'no policy tells of' : 'policies tell of, and do not refuse,'} what this file does not allow`,
      checklist: ['POL-1', 'POL-2'],
    },
    environment.production &&
      !hasLocks(environment) && {
        what: `${name}: vault, account and workspace of a production environment can be deleted by whoever may`,
        checklist: ['KEY-1'],
      },
    keepsLogsTooShort(environment) && {
      what: `${name}: logs are kept for a shorter time than ${environment.classification} data asks for, which is ${classRules(environment).logRetentionInDays} days`,
      checklist: ['DAT-3'],
    },
    environment.notifications.emails.length === 0 &&
      (environment.notifications.teams ?? []).length === 0 && {
        what: `${name}: nobody is told of alerts, since there is neither an e-mail address nor a Teams channel`,
        checklist: ['MON-5'],
      },
    environment.budget === undefined && { what: `${name}: there is no budget`, checklist: ['COST-2'] },
    unassigned(tenant).length > 0 && {
      what: `${name}: no group is ${unassigned(tenant).join(' or ')}, so nobody gets these roles`,
      checklist: ['IAM-1'],
    },
    sharesDirectory(estate, tenant) && {
      what: `${name}: the directory is shared with another tenant`,
      checklist: ['TEN-3'],
    },
    estate.tenants.some((other) => other.name !== tenant.name && uses(other, environment)) && {
      what: `${name}: the subscription is shared with another tenant`,
      checklist: ['TEN-1'],
    },
    tenant.environments.some(
      (other) => other.name !== environment.name && sameSubscription(other, environment),
    ) && {
      what: `${name}: the subscription is shared with another environment`,
      checklist: ['NET-6'],
    },
    environment.logs.mode === 'existing' && {
      what: `${name}: logs go to the existing workspace ${environment.logs.workspaceId}; its retention and readers are not Gotthard's`,
      checklist: ['TEN-4', 'MON-1'],
    },
  ];
  return found.filter((each) => each !== false);
}

function keepsLogsTooShort(environment: Environment): boolean {
  const { logs } = environment;
  return logs.mode === 'create' && logs.retentionInDays < classRules(environment).logRetentionInDays;
}

const roleNames = {
  administrators: 'Administrator',
  contributors: 'Contributor',
  readers: 'Reader',
} as const;

function unassigned({ groups }: Tenant): string[] {
  return (['administrators', 'contributors', 'readers'] as const)
    .filter((role) => groups[role] === undefined)
    .map((role) => roleNames[role]);
}

function sharesDirectory(estate: Estate, tenant: Tenant): boolean {
  const own = tenant.directoryId.toLowerCase();
  return estate.tenants.some(
    ({ name, directoryId }) => name !== tenant.name && directoryId.toLowerCase() === own,
  );
}

function uses(tenant: Tenant, environment: Environment): boolean {
  return tenant.environments.some((other) => sameSubscription(other, environment));
}

function sameSubscription(a: Environment, b: Environment): boolean {
  return a.subscriptionId.toLowerCase() === b.subscriptionId.toLowerCase();
}
