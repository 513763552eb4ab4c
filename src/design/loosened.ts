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
      next: 'Set `authentication: entra`.',
    },
    estate.residency === 'anywhere' && {
      what: `${name}: prompts may be processed in any region of the world`,
      checklist: ['DAT-5'],
      next: 'Set `residency` to switzerland or eu-data-zone.',
      checks: ['GT-CHECK-FOUNDATION'],
    },
    environment.network.mode === 'existing' && {
      what: `${name}: the existing network ${environment.network.virtualNetworkId} is used as it is; its security groups and routes are not Gotthard's`,
      checklist: ['NET-3', 'NET-7'],
      next: 'Have its owner prove its rules and routes, or set `network.mode: create`.',
      checks: ['GT-CHECK-RULES', 'GT-CHECK-ROUTES', 'GT-CHECK-OPENINGS'],
    },
    environment.dns.mode === 'policy' && {
      what: `${name}: a policy of the platform team has to attach the private DNS zones`,
      checklist: ['NET-5'],
      next: 'Set `dns.mode` to own or central, or verify from inside that names resolve.',
      checks: ['GT-CHECK-DNS'],
    },
    environment.production &&
      !environment.keyVault.purgeProtection && {
        what: `${name}: the vault of a production environment has no purge protection`,
        checklist: ['KEY-1'],
        next: 'Set `keyVault.purgeProtection: true`, which can not be undone.',
        checks: ['GT-CHECK-VAULT'],
      },
    (environment.production ? policyMode(environment) !== 'deny' : policyMode(environment) === 'off') && {
      what: `${name}: ${policyMode(environment) === 'off' ? 'no policy tells of' : 'policies tell of, and do not refuse,'} what this file does not allow`,
      checklist: ['POL-1', 'POL-2'],
      next: 'Set `policy: deny` in production, and audit at least elsewhere.',
      checks: [
        'GT-CHECK-POLICIES',
        ...(policyMode(environment) === 'off' ? (['GT-CHECK-COMPLIANCE'] as const) : []),
      ],
    },
    environment.production &&
      !hasLocks(environment) && {
        what: `${name}: vault, account and workspace of a production environment can be deleted by whoever may`,
        checklist: ['KEY-1'],
        next: 'Set `locks: true`.',
        checks: ['GT-CHECK-LOCKS'],
      },
    keepsLogsTooShort(environment) && {
      what: `${name}: logs are kept for a shorter time than ${environment.classification} data asks for, which is ${classRules(environment).logRetentionInDays} days`,
      checklist: ['DAT-3'],
      next: 'Set `logs.retentionInDays` to that.',
    },
    environment.notifications.emails.length === 0 &&
      (environment.notifications.teams ?? []).length === 0 && {
        what: `${name}: nobody is told of alerts, since there is neither an e-mail address nor a Teams channel`,
        checklist: ['MON-5'],
        next: 'Name somebody under `notifications.emails` or `notifications.teams`.',
      },
    environment.integration?.logicApp !== undefined && {
      what: `${name}: the storage of the Logic App is opened by its keys too, from the network alone: Azure mounts the share with its content in no other way`,
      checklist: ['INT-1', 'DAT-2'],
      next: 'Take `integration.logicApp` out, or watch for an identity on the content share of workflow plans.',
      checks: ['GT-CHECK-LOGIC-APP'],
    },
    environment.dynamicQuota === true && {
      what: `${name}: models may use more than their capacity, and all of it is paid for`,
      checklist: ['COST-4'],
      next: 'Take `dynamicQuota` out.',
      checks: ['GT-CHECK-MODELS'],
    },
    environment.budget === undefined && {
      what: `${name}: there is no budget`,
      checklist: ['COST-2'],
      next: 'Set `budget.monthly`.',
      checks: ['GT-CHECK-BUDGET-KEPT'],
    },
    unassigned(tenant).length > 0 && {
      what: `${name}: no group is ${unassigned(tenant).join(' or ')}, so nobody gets these roles`,
      checklist: ['IAM-1'],
      next: 'Name an Entra group for each under `groups`.',
      checks: ['GT-CHECK-ROLES'],
    },
    sharesDirectory(estate, tenant) && {
      what: `${name}: the directory is shared with another tenant`,
      checklist: ['TEN-3'],
      next: 'Give each tenant a directory of its own.',
      checks: ['GT-CHECK-ISOLATION'],
    },
    estate.tenants.some((other) => other.name !== tenant.name && uses(other, environment)) && {
      what: `${name}: the subscription is shared with another tenant`,
      checklist: ['TEN-1'],
      next: 'Give each tenant a subscription of its own.',
    },
    tenant.environments.some(
      (other) => other.name !== environment.name && sameSubscription(other, environment),
    ) && {
      what: `${name}: the subscription is shared with another environment`,
      checklist: ['NET-6'],
      next: 'Give each environment a subscription of its own.',
    },
    environment.logs.mode === 'existing' && {
      what: `${name}: logs go to the existing workspace ${environment.logs.workspaceId}; its retention and readers are not Gotthard's`,
      checklist: ['TEN-4', 'MON-1'],
      next: 'Set `logs.mode: create`, or have its owner prove retention and readers.',
      checks: ['GT-CHECK-LOGS'],
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
