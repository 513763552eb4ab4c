import { describe, expect, it } from 'vitest';
import { hubNetwork } from '../../src/sandbox/microsoft.network/seed.ts';
import { helvetiaCare } from '../../src/sandbox/seed-directories.ts';
import { checkContract, hasContract } from '../kit/contract.ts';
import { bodies, buildNetwork, endpointBody, group, ids, vaultBody } from '../kit/estate.ts';
import { openCloud, subscriptionPath } from '../kit/sandbox.ts';

describe.skipIf(!hasContract)('answers of the network and resources providers', () => {
  it('satisfy and never exceed the types that Microsoft publishes', async () => {
    const cloud = openCloud();
    await buildNetwork(cloud);
    await cloud.call('POST', `${subscriptionPath}/providers/Microsoft.CognitiveServices/register`);
    cloud.pass(60_000);
    const made: [string, object][] = [
      [ids.vault, vaultBody(helvetiaCare.id)],
      [ids.zone, bodies.zone],
      [ids.link, bodies.link],
      [ids.endpoint, endpointBody(ids.vault, 'vault')],
      [ids.zoneGroup, bodies.zoneGroup],
      [
        ids.account,
        {
          location: 'switzerlandnorth',
          kind: 'AIServices',
          sku: { name: 'S0' },
          identity: { type: 'SystemAssigned' },
          properties: { customSubDomainName: 'oai-test-7', publicNetworkAccess: 'Disabled' },
        },
      ],
      [`${ids.endpoint}-ai`, endpointBody(ids.account, 'account', { customNetworkInterfaceName: 'nic-ai' })],
      [ids.peering, { properties: { remoteVirtualNetwork: { id: hubNetwork } } }],
      [`${ids.zone}/A/own`, { properties: { ttl: 60, aRecords: [{ ipv4Address: '10.40.0.9' }] } }],
    ];
    for (const [id, body] of made) {
      const { status } = await cloud.settle('PUT', id, body);
      expect([id, status]).toEqual([id, expect.toBeOneOf([200, 201])]);
      cloud.pass(600_000);
    }
    for (const id of [
      ids.vnet,
      ids.subnet,
      ids.securityGroup,
      ids.routeTable,
      group,
      ...made.map(([id]) => id),
    ]) {
      expect([id, (await cloud.call('GET', id)).status]).toEqual([id, 200]);
    }
    const lists = [
      'virtualNetworks',
      'networkSecurityGroups',
      'routeTables',
      'privateEndpoints',
      'networkInterfaces',
      'privateDnsZones',
    ];
    for (const list of lists) await cloud.call('GET', `${group}/providers/Microsoft.Network/${list}`);
    await cloud.call('GET', `${ids.vnet}/subnets`);
    await cloud.call('GET', `${ids.zone}/A`);
    await cloud.call('GET', `${ids.securityGroup}/securityRules`);
    await cloud.call('GET', `${group}/providers/Microsoft.Resources/tags/default`);
    for (const version of ['2018-09-01', '2020-06-01'])
      await cloud.call('GET', `${ids.link}?api-version=${version}`);
    for (const version of ['2024-05-01', '2025-09-01'])
      await cloud.call('GET', `${ids.vnet}?api-version=${version}`);
    await cloud.call('GET', `${subscriptionPath}/resourceGroups`);
    const { errors, checked, report } = await checkContract(cloud.exchanges);
    expect(errors, report).toBe(0);
    expect(report).toContain(' 0 warnings');
    expect(checked).toBeGreaterThan(40);
  });
});
