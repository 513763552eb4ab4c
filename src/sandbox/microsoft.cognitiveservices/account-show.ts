import { isoTime } from '../instants.ts';
import { type JsonObject, objectAt, present, textAt } from '../json.ts';
import { visibleIn } from '../member-versions.ts';
import { shownIdentity } from '../microsoft.managedidentity/identity.ts';
import type { Stored, World } from '../provider.ts';
import { connectionType, regionOf } from './names.ts';
import { accountMembers } from './versions.ts';

const openAiApis = [
  'OpenAI Language Model Instance API',
  'OpenAI Dall-E API',
  'OpenAI Moderations API',
  'OpenAI Whisper API',
  'OpenAI Model Scaleset API',
];

/** An account as answered: what was asked for, and what the service adds. */
export function shownAccount(world: World, record: Stored): JsonObject {
  const properties = visibleIn(world.apiVersion, objectAt(record.body, 'properties'), accountMembers);
  const connections = world.under(record.id, connectionType).map((one) => world.shown(one));
  return present({
    ...record.body,
    identity: shownIdentity(world, record),
    properties: {
      ...properties,
      endpoint: endpointOf(record),
      endpoints: endpointsOf(record),
      internalId: world.made(record, 'internalId').replaceAll('-', ''),
      dateCreated: isoTime(record.createdAt),
      isMigrated: false,
      callRateLimit: { rules: [] },
      capabilities: ['VirtualNetworks', 'CustomerManagedKey', 'MaxFineTuneCount', 'TrustedServices'].map(
        (name) => ({ name }),
      ),
      privateEndpointConnections: connections,
    },
  });
}

/** The account's address: its own name when it has a subdomain, else the region's. */
function endpointOf(record: Stored): string {
  const subdomain = textAt(record.body, 'properties', 'customSubDomainName');
  if (subdomain === undefined) return `https://${regionOf(record.body)}.api.cognitive.microsoft.com/`;
  const domain = textAt(record.body, 'kind') === 'OpenAI' ? 'openai' : 'cognitiveservices';
  return `https://${subdomain}.${domain}.azure.com/`;
}

function endpointsOf(record: Stored): JsonObject {
  const subdomain = textAt(record.body, 'properties', 'customSubDomainName');
  if (subdomain === undefined) return {};
  const openAi = Object.fromEntries(openAiApis.map((api) => [api, `https://${subdomain}.openai.azure.com/`]));
  if (textAt(record.body, 'kind') === 'OpenAI') return openAi;
  return {
    ...openAi,
    'AI Foundry API': `https://${subdomain}.services.ai.azure.com/`,
    'Content Safety': `https://${subdomain}.cognitiveservices.azure.com/`,
  };
}
