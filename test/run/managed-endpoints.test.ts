import { expect, it } from 'vitest';
import { kinds } from '../../src/azure/catalogue.ts';
import type { DesignedResource } from '../../src/design/design.ts';
import { makeDesign } from '../../src/design/make-design.ts';
import { parseArmId } from '../../src/resource/arm-id.ts';
import { at, type JsonObject } from '../../src/resource/json.ts';
import { Requests } from '../../src/run/requests.ts';
import { untilDone } from '../../src/run/settle.ts';
import { aStamp, deployInProcess, planOf, registered } from '../kit/deployment.ts';
import { integrated } from '../kit/integrated.ts';
import { copyOf } from '../kit/sweep.ts';
import { testCloud } from '../kit/test-cloud.ts';

const storing = integrated(aStamp(), { storage: 'blob' });
const preparing = integrated(aStamp(), { storage: 'blob', dataFactory: true });
const design = makeDesign(preparing);
const cloud = testCloud();
await registered(cloud, design);
await deployInProcess(cloud, storing);

function idOf(type: string, named = /./): string {
  return found(type, named).id;
}

function found(type: string, named: RegExp): DesignedResource {
  const resource = design.resources.find((each) => each.type === type && named.test(each.id));
  if (!resource) throw new Error(`the design has no ${type}`);
  return resource;
}

const storage = idOf('Microsoft.Storage/storageAccounts');
const factory = parseArmId(idOf('Microsoft.DataFactory/factories')).name;
const endpointType = 'Microsoft.DataFactory/factories/managedVirtualNetworks/managedPrivateEndpoints';

/** What the storage shows of the endpoints that lead to it: from where, and how that stands. */
async function connectionsOf(here: typeof cloud): Promise<string[]> {
  const all = (await here.session(design).list(`${storage}/privateEndpointConnections`, '2025-06-01')) ?? [];
  const shown = (one: JsonObject): string =>
    `${parseArmId(String(at(one, '/properties/privateEndpoint/id'))).name} ${at(one, '/properties/privateLinkServiceConnectionState/status')}`;
  return all.map(shown).sort();
}

async function put(here: typeof cloud, type: string, id: string, body: JsonObject): Promise<void> {
  const ports = { azure: here.session(design), requests: new Requests(here.clock) };
  await untilDone(await kinds.get(type).put(ports.azure, id, body, {}), ports);
}

it('the run approves what it puts, and what somebody rejects comes back by the next deployment', async () => {
  const here = copyOf(cloud);
  expect((await deployInProcess(here, preparing)).result).toMatchObject({ outcome: 'succeeded' });
  const ours = `${factory}.blob`;
  expect(await connectionsOf(here)).toContain(`${ours} Approved`);
  const all = (await here.session(design).list(`${storage}/privateEndpointConnections`, '2025-06-01')) ?? [];
  const connection = all.find((one) => JSON.stringify(one).includes(`/${ours}"`));
  await put(here, 'Microsoft.Storage/storageAccounts', String(connection?.['id']), {
    properties: { privateLinkServiceConnectionState: { status: 'Rejected', description: 'Not now.' } },
  });
  const { actions } = await planOf(here, preparing);
  expect(actions.filter(({ action }) => action !== 'unchanged')).toMatchObject([
    {
      id: idOf(endpointType, /\/blob$/),
      action: 'update',
      changes: [{ path: '/properties/connectionState/status', before: 'Rejected', after: 'Approved' }],
    },
  ]);
  expect((await deployInProcess(here, preparing)).result).toMatchObject({ outcome: 'succeeded' });
  expect(await connectionsOf(here)).toContain(`${ours} Approved`);
});

it('what goes by the name of its endpoint and is somebody else’s is never approved', async () => {
  const here = copyOf(cloud);
  const { id, body } = found('Microsoft.Network/privateEndpoints', /-blob$/);
  const theirs = id.replace(/[^/]+$/, `${factory}.blob`);
  const asked = {
    name: 'asked',
    properties: { privateLinkServiceId: storage, groupIds: ['blob'], requestMessage: 'please' },
  };
  await put(here, 'Microsoft.Network/privateEndpoints', theirs, {
    location: String(body['location']),
    properties: {
      subnet: at(body, '/properties/subnet') ?? null,
      manualPrivateLinkServiceConnections: [asked],
    },
  });
  const before = await connectionsOf(here);
  expect(before).toContain(`${factory}.blob Pending`);
  const { result } = await deployInProcess(here, preparing);
  expect(result).toMatchObject({
    outcome: 'rolled-back',
    failure: { code: 'EndpointConnectionAmbiguous', id: idOf(endpointType, /\/blob$/) },
  });
  expect(await connectionsOf(here)).toEqual(before);
});
