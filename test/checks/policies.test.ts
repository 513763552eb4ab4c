import { describe, expect, it } from 'vitest';
import { policyIds } from '../../src/facts/built-in-policies.ts';
import { deploymentId, judges, policies, type Row, unread, vaultId } from './given.ts';
import { findings, policy, situation, verdict } from './situation.ts';

const ownGroup = deploymentId.split('/providers/')[0] ?? '';

const table: readonly Row[] = [
  [
    'POLICY',
    'locations that are not allowed',
    {
      facts: policies(
        policy('e56962a6-4747-49cd-b67b-bf8b01975c4c', {
          parameters: { listOfAllowedLocations: ['West Europe'] },
        }),
      ),
    },
    /^failed.*"Company rule" denies.*location one of westeurope, not switzerlandnorth.*exemption/,
  ],
  [
    'POLICY',
    'locations that are allowed',
    {
      facts: policies(
        policy('e56962a6-4747-49cd-b67b-bf8b01975c4c', {
          parameters: { listOfAllowedLocations: ['Switzerland North'] },
        }),
      ),
    },
    /^ok$/,
  ],
  [
    'POLICY',
    'a missing tag',
    {
      facts: policies(
        policy('871b6d14-10aa-478d-b590-94f262ecfa99', { parameters: { tagName: 'cost-center' } }),
      ),
    },
    /^failed.*demands tag cost-center/,
  ],
  [
    'POLICY',
    'a customer-managed key',
    { facts: policies(policy('67121cc7-ff39-4ab8-b7e3-95b84dab487d')) },
    /^failed.*keySource = Microsoft.KeyVault/,
  ],
  [
    'POLICY',
    'no public access, which is so already',
    { facts: policies(policy('405c5871-3e91-4644-8a63-58e19d68ff5b')) },
    /^ok$/,
  ],
  [
    'POLICY',
    'a demand that is only audited',
    { facts: policies(policy('67121cc7-ff39-4ab8-b7e3-95b84dab487d', { effect: 'audit' })) },
    /^ok$/,
  ],
  [
    'POLICY',
    'a demand that is not enforced',
    { facts: policies(policy('67121cc7-ff39-4ab8-b7e3-95b84dab487d', { enforced: false })) },
    /^ok$/,
  ],
  [
    'POLICY',
    'a demand on another group alone',
    {
      facts: policies(
        policy('67121cc7-ff39-4ab8-b7e3-95b84dab487d', { scope: `${ownGroup}-other`, notScopes: [] }),
      ),
    },
    /^ok$/,
  ],
  [
    'POLICY',
    'a demand on the group itself',
    { facts: policies(policy('67121cc7-ff39-4ab8-b7e3-95b84dab487d', { scope: ownGroup })) },
    /^failed.*keySource = Microsoft.KeyVault/,
  ],
  [
    'POLICY',
    'a demand from which the group is left out',
    { facts: policies(policy('67121cc7-ff39-4ab8-b7e3-95b84dab487d', { notScopes: [ownGroup] })) },
    /^ok$/,
  ],
  [
    'POLICY',
    'purge protection from the start',
    { facts: policies(policy(policyIds.purgeProtection)) },
    /^failed.*demands purge protection.*`keyVault.purgeProtection`/,
  ],
  [
    'POLICY',
    'purge protection that is planned',
    {
      facts: policies(policy(policyIds.purgeProtection)),
      environment: { keyVault: { purgeProtection: true, softDeleteRetentionInDays: 7 } },
    },
    /^warning.*a rollback leaves it soft-deleted for 7 days/,
  ],
  [
    'POLICY',
    "Azure's own verdict",
    {
      facts: {
        ...policies(policy('custom', { id: '/a/1' })),
        verdicts: {
          value: [
            {
              resourceId: vaultId,
              assignmentId: '/a/1',
              definitionId: '/custom',
              effect: 'deny',
              because: ['tags (absent) Exists true'],
            },
          ],
        },
      },
    },
    /^failed.*"Company rule" denies key vault.*tags \(absent\)/,
  ],
  [
    'POLICY',
    'an own definition that nobody could judge',
    { facts: { ...policies(policy('custom', { effect: undefined })), verdicts: unread } },
    /^warning: 1 policy assignments could not be judged: Company rule/,
  ],
  [
    'POLICY',
    'a tag that Azure itself would not set',
    {
      facts: policies(
        policy('871b6d14-10aa-478d-b590-94f262ecfa99', { parameters: { tagName: 'gotthard-estate' } }),
      ),
    },
    /^warning.*network interfaces that Azure makes/,
  ],
];

describe('preflight of policies', () => {
  judges(table);

  it('asks the DNS team for the zone that no policy attaches', () => {
    const environment = { dns: { mode: 'policy' as const } };
    const zone = (zoneName: string) => ({
      privateDnsZoneId: `/subscriptions/x/resourceGroups/dns/providers/Microsoft.Network/privateDnsZones/${zoneName}`,
    });
    const usual = policy('c4bc6f10-cb41-49eb-b000-d5ab82e2a091', {
      effect: undefined,
      parameters: zone('privatelink.cognitiveservices.azure.com'),
    });
    const vaults = policy('dns-of-vaults', { parameters: zone('privatelink.vaultcore.azure.net') });
    const openai = policy('dns-of-openai', { parameters: zone('privatelink.openai.azure.com') });
    const found = (...value: ReturnType<typeof policy>[]): string =>
      verdict(findings('GT-CHECK-DNS-POLICY', situation({ environment, facts: policies(...value) })));
    expect(found(usual, vaults)).toMatch(
      /^failed: privatelink.openai.azure.com would not be attached.*attaches another zone.*Send to the DNS team/,
    );
    expect(found(openai)).toMatch(/^failed: privatelink.vaultcore.azure.net.*no policy of the subscription/);
    expect(found(usual, vaults, openai)).toBe('ok');
  });
});
