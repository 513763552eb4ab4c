import { describe } from 'vitest';
import { samplePlan } from '../kit/sample-plan.ts';
import { judges, other, permissions, principal, type Row, rights, subscription, unread } from './given.ts';
import { directoryId } from './situation.ts';

const table: readonly Row[] = [
  [
    'SIGNED-IN',
    'an opaque token',
    { facts: { principal: unread } },
    /^warning.*does not tell who.*> az account show/,
  ],
  [
    'GUEST',
    'a guest of the directory',
    { facts: principal({ guestFrom: other }) },
    new RegExp(`^warning.*guest of directory .*, at home in ${other}.*> Let .*gotthard export federation`),
  ],
  [
    'DIRECTORY',
    'another directory in the file',
    { facts: subscription({ directoryId: other }) },
    new RegExp(`^failed.*trusts directory ${other}.*Set`),
  ],
  [
    'DIRECTORY',
    'a token of another directory',
    { facts: principal({ directoryId: other }) },
    new RegExp(`^failed.*token is of directory ${other}.*az login --tenant ${directoryId}`),
  ],
  [
    'DIRECTORY',
    'access by Lighthouse',
    { facts: { ...principal({ directoryId: other }), ...subscription({ managedBy: [other] }) } },
    /^failed.*Lighthouse/,
  ],
  [
    'DIRECTORY',
    'the refusal of a token of another directory',
    {
      facts: {
        subscription: {
          unknown: {
            code: 'InvalidAuthenticationTokenTenant',
            reason: `wrong issuer. It must match the tenant 'https://sts.windows.net/${other}/' associated`,
          },
        },
      },
    },
    new RegExp(`^failed.*trusts ${other} > az login --tenant ${other}`),
  ],
  [
    'DIRECTORY',
    'an unknown subscription',
    { facts: { subscription: { unknown: { code: 'SubscriptionNotFound', reason: 'not found' } } } },
    /^failed.*can not see it > az account list/,
  ],
  [
    'DIRECTORY',
    'an unreadable subscription',
    { facts: { subscription: unread } },
    /^warning.*no right to read it > Ask/,
  ],
  [
    'SUBSCRIPTION',
    'a disabled one',
    { facts: subscription({ state: 'Disabled' }) },
    /^failed.*is Disabled: it can only be read/,
  ],
  [
    'SUBSCRIPTION',
    'one that is past due',
    { facts: subscription({ state: 'PastDue' }) },
    /^warning.*PastDue/,
  ],
  [
    'MFA',
    'a user without a second factor',
    { facts: principal({ mfa: false }) },
    /^failed.*refuses every write > az logout && az login/,
  ],
  ['MFA', 'a token that does not tell', { facts: principal({ mfa: undefined }) }, /^warning.*does not tell/],
  ['MFA', 'an application', { facts: principal({ mfa: undefined, kind: 'application' }) }, /^ok$/],
  [
    'RIGHTS-END',
    'a right that ends in mid-run',
    {
      facts: rights('2026-11-23T09:10:00Z'),
      input: { plan: samplePlan([], { expectedDurationMs: 15 * 60_000 }) },
    },
    /^failed.*ends in 10 minutes, the run takes about 15.*Privileged Identity/,
  ],
  [
    'RIGHTS-END',
    'a right that ends soon after',
    {
      facts: rights('2026-11-23T09:20:00Z'),
      input: { plan: samplePlan([], { expectedDurationMs: 15 * 60_000 }) },
    },
    /^warning.*ends in 20 minutes/,
  ],
  [
    'RIGHTS-END',
    'a right that lasts',
    {
      facts: rights('2026-11-23T17:00:00Z'),
      input: { plan: samplePlan([], { expectedDurationMs: 15 * 60_000 }) },
    },
    /^ok$/,
  ],
  [
    'RIGHTS-END',
    'a Reader role that ends',
    { facts: rights('2026-11-23T09:01:00Z', '/x/acdd72a7-3385-48ef-bd42-f606fba81ae7') },
    /^ok$/,
  ],
  [
    'PERMISSION-WRITE',
    'a reader',
    { facts: permissions(['*/read']) },
    /^failed.*Microsoft.Network\/virtualNetworks\/write.*Contributor[\s\S]*warning: a failed run could not be undone/,
  ],
  [
    'PERMISSION-WRITE',
    'one who may not join subnets',
    { facts: permissions(['*'], ['Microsoft.Network/*/join/action']) },
    /^failed.*Microsoft.Network\/virtualNetworks\/subnets\/join\/action/,
  ],
  [
    'PERMISSION-WRITE',
    'one who may not delete',
    { facts: permissions(['*'], ['*/delete']) },
    /^warning: a failed run could not be undone/,
  ],
  [
    'PERMISSION-WRITE',
    'a contributor',
    { facts: permissions(['*'], ['Microsoft.Authorization/*/Write']) },
    /^ok$/,
  ],
  [
    'PERMISSION-ASSIGN',
    'a contributor',
    { facts: permissions(['*'], ['Microsoft.Authorization/*/Write']) },
    /^failed.*roleAssignments\/write: Contributor does not/,
  ],
  [
    'PERMISSION-PURGE',
    'one who may not purge',
    { facts: permissions(['*'], ['Microsoft.KeyVault/locations/deletedVaults/purge/action']) },
    /^warning.*leaves a soft-deleted key vault, and the next run recovers it.*Purge Operator/,
  ],
  [
    'PERMISSION-PURGE',
    'a right on accounts only',
    { facts: permissions(['Microsoft.CognitiveServices/*']) },
    /^warning.*key vault/,
  ],
  [
    'PROVIDERS',
    'an unregistered one',
    { facts: { registrations: { value: {} } } },
    /^warning.*Microsoft.Network.*will be registered/,
  ],
  [
    'PROVIDERS',
    'one that may not be registered',
    { facts: { registrations: { value: {} }, ...permissions(['*'], ['Microsoft.KeyVault/*']) } },
    /^failed: Microsoft.KeyVault is not registered.*az provider register --namespace Microsoft.KeyVault/,
  ],
];

describe('preflight of sign-in and rights', () => {
  judges(table);
});
