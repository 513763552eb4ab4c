import { describe, expect, it } from 'vitest';
import { idKey } from '../../src/resource/arm-id.ts';
import type { SubscriptionFacts } from '../../src/resource/subscription.ts';
import { samplePlan } from '../kit/sample-plan.ts';
import { type Given, held, judges, name, type Row, unread, vaultId } from './given.ts';
import { findings, idOf, situation, subscriptionId, verdict } from './situation.ts';

const table: readonly Row[] = [
  [
    'NAMES',
    'a taken name',
    { facts: name({}) },
    /^failed.*kv-x is taken: is taken > Raise `naming.generation`/,
  ],
  [
    'NAMES',
    'a name held by a deleted vault',
    { facts: name({ heldBy: { ...held, purgeProtected: false } }) },
    /^failed.*held until 2026-11-30 by a deleted resource > az keyvault purge --name kv-x, or raise/,
  ],
  [
    'NAMES',
    'a name held by a protected vault',
    { facts: name({ heldBy: { ...held, purgeProtected: true } }) },
    /^failed.*with purge protection > Recover it \(az keyvault recover/,
  ],
  [
    'NAMES',
    'a name that could not be checked',
    { facts: name({ free: unread }) },
    /^warning.*could not be checked/,
  ],
  ['NAMES', 'a free name', { facts: name({ free: { value: true } }) }, /^ok$/],
  [
    'ADDRESSES',
    'a foreign network in the way',
    {
      facts: {
        virtualNetworks: {
          value: [{ id: '/x/vnet-old', name: 'vnet-old', ranges: ['192.168.0.0/16', '10.40.3.0/24'] }],
        },
      },
    },
    /^failed: 10.40.0.0\/22 overlaps 10.40.3.0\/24 of virtual network vnet-old > Choose/,
  ],
  [
    'ADDRESSES',
    'our own network',
    {
      facts: {
        virtualNetworks: {
          value: [
            {
              id: idOf(situation(), 'Microsoft.Network/virtualNetworks').toUpperCase(),
              name: 'ours',
              ranges: ['10.40.0.0/22'],
            },
          ],
        },
      },
    },
    /^ok$/,
  ],
];

describe('preflight of names and networks', () => {
  judges(table);

  it('names what is blocked, each with what to do', () => {
    const blocked = (reason: string) => ({
      title: 'key vault kv',
      id: vaultId,
      action: 'blocked' as const,
      reason,
    });
    const plan = (reason: string) => {
      const action = {
        ...blocked(reason),
        key: vaultId,
        type: 'Microsoft.KeyVault/vaults',
        step: 'Key Vault' as const,
      };
      return samplePlan([{ ...action, dependsOn: [], changes: [], typicalMs: 1 }]);
    };
    const found = (reason: string, given: Given = {}): string =>
      verdict(findings('GT-CHECK-BLOCKED', situation({ ...given, input: { plan: plan(reason) } })));
    expect(found('it exists; --adopt takes it over')).toMatch(
      /^failed: key vault kv: it exists.*> gotthard plan --adopt/,
    );
    expect(found('a deleted key vault still holds this name', { facts: name({}) })).toBe('ok');
  });

  it('tells one obstacle once, with how much lies beneath it', () => {
    const action = (id: string, title: string) => ({
      ...{ key: id, id, title, type: 'Microsoft.KeyVault/vaults', step: 'Key Vault' as const },
      ...{ action: 'blocked' as const, reason: 'it is in the way' },
      ...{ dependsOn: [], changes: [], typicalMs: 1 },
    });
    const group = vaultId.split('/providers/')[0] ?? '';
    const plan = samplePlan([
      action(group, 'resource group rg'),
      action(vaultId, 'key vault kv'),
      action(`${group}-other`, 'resource group rg-other'),
    ]);
    const found = findings('GT-CHECK-BLOCKED', situation({ input: { plan } }));
    expect(found.map(({ message }) => message)).toEqual([
      'resource group rg: it is in the way, and with it all that lies beneath it (1)',
      'resource group rg-other: it is in the way',
    ]);
  });

  it('judges what exists and is used by id', () => {
    const hub = `/subscriptions/${subscriptionId}/resourceGroups/hub/providers/Microsoft.Network`;
    const network = `${hub}/virtualNetworks/vnet-hub`;
    const subnet = `${network}/subnets/pe`;
    const environment = {
      network: { mode: 'existing' as const, virtualNetworkId: network, privateEndpointSubnetId: subnet },
    };
    const uses = (vnet: object | null, pe: object | null): Partial<SubscriptionFacts> => ({
      uses: { [idKey(network)]: { value: vnet as never }, [idKey(subnet)]: { value: pe as never } },
    });
    const found = (facts: Partial<SubscriptionFacts>): string =>
      verdict(findings('GT-CHECK-EXISTING', situation({ environment, facts })));
    const here = { location: 'Switzerland North', properties: { provisioningState: 'Succeeded' } };
    expect(found(uses(here, {}))).toBe('ok');
    expect(found(uses(null, {}))).toMatch(/^failed: the virtual network does not exist/);
    expect(found(uses({ ...here, location: 'westeurope' }, {}))).toMatch(
      /^failed.*lies in westeurope, but private endpoint/,
    );
    expect(found(uses(here, { properties: { delegations: [{ name: 'x' }] } }))).toMatch(
      /^failed.*is delegated/,
    );
    const wrong = { network: { ...environment.network, privateEndpointSubnetId: network } };
    const swapped = situation({ environment: wrong, facts: uses(here, {}) });
    expect(verdict(findings('GT-CHECK-EXISTING', swapped))).toMatch(
      /^failed: .*vnet-hub is no subnet of the private endpoints/,
    );
    expect(found({ uses: {} })).toMatch(/^warning.*could not be checked/);
  });
});
