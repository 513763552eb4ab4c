import { idKey, parseArmId, sameId } from '../../resource/arm-id.ts';
import { at, isObject, type JsonObject } from '../../resource/json.ts';
import { known } from '../../resource/subscription.ts';
import { inFile, textAt } from '../places.ts';
import { type Check, type CheckInput, designedOf, type Finding, failed, notApplicable, ok } from '../rule.ts';
import { type Existing, existing, type Judge } from './existing.ts';

const factories = 'Microsoft.DataFactory/factories';
const endpoints = `${factories}/managedVirtualNetworks/managedPrivateEndpoints`;
const services = `${factories}/linkedservices`;
const id = 'GT-CHECK-DATA-FACTORY';

/** A factory that works with data of ours is as closed as they are, and has no key to anything. */
export const dataFactory: Check = {
  id,
  stage: 'after',
  checklist: ['INT-2'],
  title: 'The data factory is private, works in its managed network, and holds no keys',
  risk: 'Data are copied out past the network and the roles, by whoever reaches the factory or changes it.',
  run: (input) => {
    if (designedOf(input.design, factories).length === 0) {
      return [
        notApplicable(
          `there is no data factory: ${inFile('integration: { dataFactory: true }', input.design)} asks for one`,
        ),
      ];
    }
    const judged: readonly (readonly [string, Judge])[] = [
      [factories, judgeFactory],
      [`${factories}/managedVirtualNetworks`, asDesigned],
      [endpoints, judgeEndpoint],
      [`${factories}/integrationRuntimes`, judgeRuntime],
      [services, ({ body, ...each }) => keysIn(body, each.title) ?? asDesigned({ body, ...each })],
      [`${factories}/datasets`, asDesigned],
      [`${factories}/pipelines`, asDesigned],
    ];
    return [
      ...judged.flatMap(([type, judge]) => existing(input, id, type, judge)),
      ...foreignEndpoints(input),
      ...foreignServices(input),
    ];
  },
};

const mends = 'gotthard verify --fix shows what mends it, gotthard deploy does.';

function asDesigned({ id: at, title }: Existing): Finding[] {
  return [ok(`${title} is as designed`, at)];
}

function judgeFactory({ id: factory, title, body }: Existing): Finding[] {
  const access = textAt(body, '/properties/publicNetworkAccess') || 'Enabled';
  const identity = textAt(body, '/identity/type') || 'None';
  const evidence = `${factory}: publicNetworkAccess ${access}, identity ${identity}`;
  const wrong = [
    ...(/^disabled$/i.test(access) ? [] : ['is reachable from the internet']),
    ...(/systemassigned/i.test(identity) ? [] : ['has no identity of its own']),
  ];
  return wrong.length === 0
    ? [ok(`${title} is private and has an identity of its own`, evidence)]
    : wrong.map((what) => failed(`${title} ${what}`, mends, evidence));
}

function judgeEndpoint({ id: endpoint, title, body }: Existing): Finding[] {
  const state = textAt(body, '/properties/connectionState/status');
  const target = textAt(body, '/properties/privateLinkResourceId');
  const evidence = `${endpoint}: ${state || 'no connection'} to ${target}`;
  if (/^approved$/i.test(state)) return [ok(`${title} is approved`, evidence)];
  const next = /^disconnected$/i.test(state)
    ? 'Its connection was deleted: delete the managed private endpoint, then gotthard deploy makes it anew.'
    : mends;
  return [failed(`${title} is not approved by what it leads to`, next, evidence)];
}

function judgeRuntime({ id: runtime, title, body }: Existing): Finding[] {
  const network = textAt(body, '/properties/managedVirtualNetwork/referenceName');
  return network === ''
    ? [failed(`${title} runs outside of the managed network`, 'Delete it, then gotthard deploy.', runtime)]
    : [ok(`${title} runs in the managed network`, `${runtime}: ${network}`)];
}

/** Members of a linked service that open something by what is written in them. */
const keys = [
  'accountKey',
  'connectionString',
  'credentialString',
  'encryptedCredential',
  'password',
  'sasToken',
  'sasUri',
  'servicePrincipalCredential',
  'servicePrincipalKey',
];

function keysIn(body: JsonObject, title: string): Finding[] | undefined {
  const properties = at(body, '/properties/typeProperties');
  const held = keys.filter((key) => isObject(properties) && properties[key] !== undefined);
  if (held.length === 0) return undefined;
  return [
    failed(
      `${title} opens what it leads to by a key`,
      'Give the factory’s identity a role there, then delete what holds the key: az datafactory linked-service delete',
      `${textAt(body, '/id')}: ${held.join(', ')}`,
    ),
  ];
}

/** What others have put into our factories, of a type. */
function foreign({ design, facts }: CheckInput, type: string): JsonObject[] {
  const ours = designedOf(design, factories);
  return (known(facts.around) ?? []).filter((body) => {
    const own = textAt(body, '/id');
    return (
      idKey(parseArmId(own).type) === idKey(type) &&
      ours.some((factory) => idKey(own).startsWith(`${idKey(factory.id)}/`)) &&
      !designedOf(design, type).some((each) => sameId(each.id, own))
    );
  });
}

function foreignEndpoints(input: CheckInput): Finding[] {
  return foreign(input, endpoints).map((body) =>
    failed(
      `the data factory reaches ${textAt(body, '/properties/privateLinkResourceId')}, which the estate file does not know`,
      `Ask whoever added it, then remove it: az datafactory managed-private-endpoint delete --name ${textAt(body, '/name')}`,
      `${textAt(body, '/id')}: ${textAt(body, '/properties/connectionState/status')}`,
    ),
  );
}

/** Others may add linked services; of these too none has a key, and all run in the managed network. */
function foreignServices(input: CheckInput): Finding[] {
  return foreign(input, services).flatMap((body) => {
    const title = `linked service ${textAt(body, '/name')}`;
    const runtime = textAt(body, '/properties/connectVia/referenceName');
    const isManaged = designedOf(input.design, `${factories}/integrationRuntimes`).some(
      (each) => parseArmId(each.id).name === runtime,
    );
    const outside = failed(
      `${title} works outside of the managed network`,
      'Set connectVia of it to the integration runtime of the managed network.',
      `${textAt(body, '/id')}: ${runtime || 'AutoResolveIntegrationRuntime'}`,
    );
    return [...(keysIn(body, title) ?? []), ...(isManaged ? [] : [outside])];
  });
}
