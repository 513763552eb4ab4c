import { accountDnsPolicy, builtInPolicy } from '../../facts/built-in-policies.ts';
import { privateDnsZonesOf } from '../../facts/private-dns-zones.ts';
import { known, type PolicyFact } from '../../resource/subscription.ts';
import { environmentOf, textAt } from '../places.ts';
import { appliesTo } from '../policy-demands.ts';
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

/**
 * Platform teams attach DNS zones to private endpoints by policy. The built-in one for Azure AI writes a single zone,
 * usually privatelink.cognitiveservices.azure.com, and an account of kind OpenAI answers under another.
 */
export const policyDns: Check = {
  id: 'GT-CHECK-DNS-POLICY',
  stage: 'before',
  checklist: ['NET-5'],
  title: 'Policies that manage DNS make the account resolvable',
  run: (input) => {
    if (environmentOf(input.estate, input.design)?.dns.mode !== 'policy') {
      return [notApplicable('DNS is not managed by policy')];
    }
    const policies = known(input.facts.policies);
    if (!policies) return [cannotTell('which zones policies attach', input.facts.policies, input)];
    return neededZones(input).map((needed) => judge(needed, policies, input));
  },
};

/** A zone, and the group id of the endpoints that need it. */
interface NeededZone {
  readonly zone: string;
  readonly group: string;
}

/** Zones that the private endpoints of the design need. */
function neededZones({ design }: CheckInput): NeededZone[] {
  const zones = privateDnsZonesOf(design.region);
  const account = designedOf(design, 'Microsoft.CognitiveServices/accounts')[0];
  const ofAccount =
    textAt(account?.body, '/kind').toLowerCase() === 'openai'
      ? zones.openai
      : zones.openai.replace('openai', 'cognitiveservices');
  const byGroup: Readonly<Record<string, string>> = {
    account: ofAccount,
    vault: zones.keyVault,
    blob: zones.blob,
    dfs: zones.dataLake,
    Sql: zones.cosmos,
    sqlServer: zones.sql,
    sites: zones.websites,
    dataFactory: zones.dataFactory,
  };
  const groups = designedOf(design, 'Microsoft.Network/privateEndpoints').map(({ body }) =>
    textAt(body, '/properties/privateLinkServiceConnections/0/properties/groupIds/0'),
  );
  return [...new Set(groups)].flatMap((group) => {
    const zone = byGroup[group];
    return zone === undefined ? [] : [{ zone, group }];
  });
}

function judge(
  { zone, group }: NeededZone,
  policies: readonly PolicyFact[],
  { design }: CheckInput,
): Finding {
  const endpoints = designedOf(design, 'Microsoft.Network/privateEndpoints');
  const applying = policies.filter((policy) => endpoints.some(({ id }) => appliesTo(policy, id)));
  const writer = applying.find(({ enforced, parameters }) => enforced && mentions(parameters, zone));
  if (writer) return ok(`policy "${writer.displayName}" attaches ${zone}`, writer.id);
  const usual = applying.find(({ definitionId }) => builtInPolicy(definitionId)?.id === accountDnsPolicy);
  const because =
    usual && zone.includes('openai')
      ? `policy "${usual.displayName}" attaches another zone, which does not serve accounts of kind OpenAI`
      : 'no policy of the subscription attaches it';
  return failed(
    `${zone} would not be attached to the private endpoints of ${design.tenant}/${design.environment}: ${because}`,
    `Send to the DNS team: "Please assign a DeployIfNotExists policy at subscription ${design.subscriptionId} that adds ${zone} to the zone groups of private endpoints with group id ${group}, and link that zone to our network." Or choose \`dns: central\` in the estate file and name the zone.`,
    usual?.id,
  );
}

function mentions(parameters: PolicyFact['parameters'], zone: string): boolean {
  return JSON.stringify(parameters).toLowerCase().includes(`/${zone}"`);
}
