import { idKey, parentId, parseArmId } from '../../resource/arm-id.ts';
import { at, type Json, type JsonObject } from '../../resource/json.ts';
import { known } from '../../resource/subscription.ts';
import { inFile, regionOf, textAt } from '../places.ts';
import {
  type Check,
  type CheckInput,
  cannotTell,
  designedOf,
  type Finding,
  failed,
  notApplicable,
  ok,
} from '../rule.ts';

export const existingUsed: Check = {
  id: 'GT-CHECK-EXISTING',
  stage: 'before',
  about: 'all',
  checklist: ['NET-1', 'NET-5'],
  title: 'What exists and is used by id is there, and fits',
  run: (input) => {
    const { uses } = input.design;
    if (uses.length === 0) return [notApplicable('nothing that exists is used')];
    return uses.map((use) => judge(use, input));
  },
};

/** What an id looks like by what it is used as; zones also by the name that private endpoints need. */
const shapes: readonly { readonly as: RegExp; readonly id: RegExp }[] = [
  { as: /^virtual network/, id: /\/Microsoft\.Network\/virtualNetworks\/[^/]+$/i },
  { as: /^subnet/, id: /\/Microsoft\.Network\/virtualNetworks\/[^/]+\/subnets\/[^/]+$/i },
  { as: /zone of Azure OpenAI/, id: /\/privateDnsZones\/privatelink\.openai\.[^/]+$/i },
  { as: /zone of Key Vault/, id: /\/privateDnsZones\/privatelink\.vaultcore\.[^/]+$/i },
  { as: /zone of Blob Storage/, id: /\/privateDnsZones\/privatelink\.blob\.[^/]+$/i },
  { as: /zone of Data Lake Storage/, id: /\/privateDnsZones\/privatelink\.dfs\.[^/]+$/i },
  { as: /zone of SQL Database/, id: /\/privateDnsZones\/privatelink\.database\.[^/]+$/i },
  { as: /zone of Data Factory/, id: /\/privateDnsZones\/privatelink\.datafactory\.[^/]+$/i },
  { as: /zone of Cosmos DB/, id: /\/privateDnsZones\/privatelink\.documents\.[^/]+$/i },
  { as: /workspace$/, id: /\/Microsoft\.OperationalInsights\/workspaces\/[^/]+$/i },
];

function judge(use: { readonly id: string; readonly as: string }, input: CheckInput): Finding {
  const { id, as } = use;
  const expected = shapes.find((shape) => shape.as.test(as));
  if (expected && !expected.id.test(id)) {
    return failed(`${id} is no ${as}`, `Correct ${inFile('network, dns or logs', input.design)}.`, id);
  }
  const fact = input.facts.uses[idKey(id)];
  const body = known(fact);
  if (body === undefined) return cannotTell(`the ${as}`, fact, input);
  if (body === null) {
    return failed(
      `the ${as} does not exist`,
      `Correct its id under ${inFile('network, dns or logs', input.design)}.`,
      id,
    );
  }
  return misfit(use, body, input) ?? ok(`the ${as} exists`, id);
}

/** What an existing resource lacks to be used; undefined when it fits. */
function misfit(
  { id, as }: { id: string; as: string },
  body: JsonObject,
  input: CheckInput,
): Finding | undefined {
  const state = textAt(body, '/properties/provisioningState');
  if (state !== '' && !/^(Succeeded|Updating)$/i.test(state)) {
    return failed(`the ${as} is in state ${state}`, 'Repair it, or use another one.', id);
  }
  switch (parseArmId(id).type.toLowerCase()) {
    case 'microsoft.network/virtualnetworks':
      return wrongRegion(id, as, body, input);
    case 'microsoft.network/virtualnetworks/subnets':
      return wrongSubnet(id, as, body, input);
    default:
      return undefined;
  }
}

/** A private endpoint lies in the region of its virtual network. */
function wrongRegion(id: string, as: string, body: Json, input: CheckInput): Finding | undefined {
  const region = regionOf(body);
  const endpoint = designedOf(input.design, 'Microsoft.Network/privateEndpoints').find(
    (each) => regionOf(each.body) !== region,
  );
  if (!endpoint || region === undefined) return undefined;
  return failed(
    `the ${as} lies in ${region}, but ${endpoint.title} is planned in ${regionOf(endpoint.body) ?? 'no region'}`,
    `Set ${inFile('region', input.design)} to ${region}; \`modelRegion\` may differ.`,
    id,
  );
}

function wrongSubnet(id: string, as: string, body: JsonObject, input: CheckInput): Finding | undefined {
  const delegations = at(body, '/properties/delegations');
  if (Array.isArray(delegations) && delegations.length > 0) {
    return failed(
      `the ${as} is delegated to another service: it takes no private endpoint`,
      `Name another subnet under ${inFile('network.privateEndpointSubnetId', input.design)}.`,
      id,
    );
  }
  const network = input.design.uses.find(({ id: other }) => idKey(other) === idKey(parentId(id) ?? ''));
  const uses = input.design.uses.filter(({ id: other }) => /\/virtualNetworks\/[^/]+$/i.test(other));
  if (network || uses.length === 0) return undefined;
  return failed(
    `the ${as} does not lie in the virtual network that the estate file names`,
    `Correct ${inFile('network', input.design)}.`,
    id,
  );
}
