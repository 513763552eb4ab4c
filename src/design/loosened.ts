import type { Stamp } from '../estate/estate.ts';
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
    environment.notifications.emails.length === 0 && {
      what: `${name}: nobody is told of alerts, since there is no e-mail address`,
      checklist: ['MON-5'],
    },
    environment.budget === undefined && { what: `${name}: there is no budget`, checklist: ['COST-2'] },
    tenant.groups.administrators === undefined && {
      what: `${name}: no group is Administrator, so nobody but the signed-in principal manages it`,
      checklist: ['IAM-1'],
    },
    estate.tenants.some((other) => other !== tenant && other.directoryId === tenant.directoryId) && {
      what: `${name}: the directory is shared with another tenant`,
      checklist: ['TEN-3'],
    },
  ];
  return found.filter((each) => each !== false);
}
