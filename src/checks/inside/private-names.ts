import type { Design, DesignedResource } from '../../design/design.ts';
import { answersText, isEmbedding } from '../../facts/model-purposes.ts';
import { privateDnsZonesOf, type ZoneKey } from '../../facts/private-dns-zones.ts';
import { idKey, parseArmId } from '../../resource/arm-id.ts';
import { at, type Json, type JsonObject } from '../../resource/json.ts';
import type { Question } from '../../resource/sighting.ts';

/** A public name that has to lead to a private endpoint inside the network. */
export interface PrivateName {
  readonly name: string;
  readonly port: number;
  readonly alpn?: string;
  /** The designed endpoint. */
  readonly endpoint: DesignedResource;
  readonly service: Service | undefined;
  /** Audience of tokens for it; undefined where nothing is asked of it. */
  readonly audience: string | undefined;
}

type Service = 'openai' | 'vault' | 'storage' | 'cosmos' | 'sql' | 'factory' | 'site';

/** What is known of a service by its type and the group that an endpoint leads to. */
interface Known {
  readonly type: string;
  readonly group: string;
  readonly zone: ZoneKey;
  readonly service: Service;
}

/** Groups: Microsoft, "Azure Private Endpoint private DNS zone values". */
const known: readonly Known[] = [
  { type: 'Microsoft.CognitiveServices/accounts', group: 'account', zone: 'openai', service: 'openai' },
  { type: 'Microsoft.KeyVault/vaults', group: 'vault', zone: 'keyVault', service: 'vault' },
  { type: 'Microsoft.Storage/storageAccounts', group: 'blob', zone: 'blob', service: 'storage' },
  { type: 'Microsoft.Storage/storageAccounts', group: 'dfs', zone: 'dataLake', service: 'storage' },
  { type: 'Microsoft.DocumentDB/databaseAccounts', group: 'Sql', zone: 'cosmos', service: 'cosmos' },
  { type: 'Microsoft.Sql/servers', group: 'sqlServer', zone: 'sql', service: 'sql' },
  {
    ...{ type: 'Microsoft.DataFactory/factories', group: 'dataFactory' },
    ...{ zone: 'dataFactory', service: 'factory' },
  },
  { type: 'Microsoft.Web/sites', group: 'sites', zone: 'websites', service: 'site' },
];

const endpointType = 'Microsoft.Network/privateEndpoints';

/** Every private name of a design, as its applications call them. */
export function privateNamesOf(design: Design): PrivateName[] {
  const zones = privateDnsZonesOf(design.region);
  return design.resources
    .filter(({ type }) => type === endpointType)
    .flatMap((endpoint) => {
      const properties = '/properties/privateLinkServiceConnections/0/properties';
      const target = textAt(endpoint.body, `${properties}/privateLinkServiceId`);
      const group = textAt(endpoint.body, `${properties}/groupIds/0`);
      const { type } = parseArmId(target);
      const found = known.find((one) => same(one.type, type) && same(one.group, group));
      const zone = found ? zones[found.zone] : zoneOf(design, endpoint);
      if (zone === undefined) return [];
      const suffix = publicSuffixOf(zone);
      return labelsOf(design, target, found?.service).map((label) => {
        const name = `${label}.${suffix}`.toLowerCase();
        return {
          name,
          // The connection is encrypted before anything else is said: Microsoft, "TDS 8.0".
          ...(found?.service === 'sql' ? { port: 1433, alpn: 'tds/8.0' } : { port: 443 }),
          endpoint,
          service: found?.service,
          audience: audienceOf(found?.service, name, suffix),
        };
      });
    });
}

/** What a name begins with: mostly that of the resource. */
function labelsOf(design: Design, target: string, service: Service | undefined): string[] {
  const { name } = parseArmId(target);
  const body = design.resources.find(({ id }) => idKey(id) === idKey(target))?.body;
  if (service === 'openai') return [textAt(body, '/properties/customSubDomainName') || name];
  // One for the app and one for what its code is delivered to.
  if (service === 'site') return [name, `${name}.scm`];
  // Source: Microsoft, "Azure Private Link for Azure Data Factory".
  if (service === 'factory') return [`${name}.${textAt(body, '/location')}`];
  if (service !== 'cosmos') return [name];
  // One more for each of its regions: Microsoft, "Configure Azure Private Link for an Azure Cosmos DB account".
  const locations = at(body, '/properties/locations');
  const regions = Array.isArray(locations) ? locations.map((one) => textAt(one, '/locationName')) : [];
  return [name, ...regions.map((region) => `${name}-${region}`)];
}

/** The zone that a designed zone group of the endpoint names. */
function zoneOf(design: Design, endpoint: DesignedResource): string | undefined {
  const group = design.resources.find(
    ({ id, type }) =>
      type === `${endpointType}/privateDnsZoneGroups` && idKey(id).startsWith(`${idKey(endpoint.id)}/`),
  );
  const zone = textAt(group?.body, '/properties/privateDnsZoneConfigs/0/properties/privateDnsZoneId');
  return zone === '' ? undefined : parseArmId(zone).name;
}

function publicSuffixOf(zone: string): string {
  return zone.replace(/^privatelink\./, '').replace(/^vaultcore\./, 'vault.');
}

/** Audiences that hold in every national cloud: those that follow from the name itself. */
function audienceOf(service: Service | undefined, name: string, suffix: string): string | undefined {
  switch (service) {
    case 'openai':
      return `https://${suffix.replace(/^openai\./, 'cognitiveservices.')}`;
    case 'vault':
      return `https://${suffix}`;
    case 'storage':
      return `https://${name.replace('.dfs.', '.blob.')}`;
    case 'cosmos':
      return `https://${name}`;
    default:
      return undefined;
  }
}

/** Something that each service answers to whoever is there, and that changes nothing. */
export function questionOf({ service, name }: PrivateName, token: string): Question | undefined {
  const authorization = `Bearer ${token}`;
  switch (service) {
    case 'openai':
      return {
        method: 'GET',
        path: `/openai/models?api-version=${openAiVersion}`,
        headers: { authorization },
      };
    case 'vault':
      return { method: 'GET', path: '/secrets?api-version=7.4&maxresults=1', headers: { authorization } };
    case 'storage': {
      const path = name.includes('.dfs.') ? '/?resource=account&maxResults=1' : '/?comp=list&maxresults=1';
      return { method: 'GET', path, headers: { authorization, 'x-ms-version': '2023-11-03' } };
    }
    case 'cosmos': {
      const signed = encodeURIComponent(`type=aad&ver=1.0&sig=${token}`);
      return { method: 'GET', path: '/', headers: { authorization: signed, 'x-ms-version': '2018-12-31' } };
    }
    default:
      return undefined;
  }
}

/** Generally available version of the data plane. Source: Microsoft, "Azure OpenAI REST API reference". */
const openAiVersion = '2024-10-21';

/** Tokens that an answer may have: enough for a status 200, also of a model that thinks first. */
const answerTokens = 16;
/** Tokens of what is asked. */
const questionTokens = 10;

/** One small inference: which deployment is asked, with what, and how many tokens that are at most. */
export interface Inference {
  readonly deployment: DesignedResource;
  readonly model: string;
  readonly version: string;
  readonly deploymentType: string;
  readonly tokens: { readonly input: number; readonly output: number };
  question(token: string): Question;
}

/** The cheapest inference that a design allows; undefined where no deployment answers to a small one. */
export function inferenceOf(design: Design): Inference | undefined {
  const deployments = design.resources.filter(
    ({ type, body }) =>
      type === 'Microsoft.CognitiveServices/accounts/deployments' && answersText(modelNameOf(body)),
  );
  const deployment = deployments.find(({ body }) => isEmbedding(modelNameOf(body))) ?? deployments[0];
  if (deployment === undefined) return undefined;
  const { body } = deployment;
  const model = modelNameOf(body);
  const embeds = isEmbedding(model);
  const path = `/openai/deployments/${encodeURIComponent(parseArmId(deployment.id).name)}`;
  const asked: JsonObject = embeds
    ? { input: 'Is anybody there?' }
    : { messages: [{ role: 'user', content: 'Say yes.' }], max_completion_tokens: answerTokens };
  return {
    deployment,
    model,
    version: textAt(body, '/properties/model/version'),
    deploymentType: textAt(body, '/sku/name'),
    tokens: { input: questionTokens, output: embeds ? 0 : answerTokens },
    question: (token) => ({
      method: 'POST',
      path: `${path}/${embeds ? 'embeddings' : 'chat/completions'}?api-version=${openAiVersion}`,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: asked,
    }),
  };
}

function modelNameOf(body: JsonObject): string {
  return textAt(body, '/properties/model/name');
}

function textAt(value: Json | undefined, pointer: string): string {
  const found = at(value, pointer);
  return typeof found === 'string' ? found : '';
}

function same(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
