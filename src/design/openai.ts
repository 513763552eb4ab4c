import type { ModelDeployment } from '../estate/estate.ts';
import { type Area, contentFilterName, resource } from './area.ts';
import type { DesignedResource } from './design.ts';
import { accountEncryption } from './encryption.ts';

/** The account, closed to the public and to keys, its content filter, and its model deployments. */
export function openai(area: Area): DesignedResource[] {
  const { models } = area.stamp.environment;
  return [account(area), contentFilter(area), ...models.map((model) => modelDeployment(model, area))];
}

function account(area: Area): DesignedResource {
  const { ids, names, modelRegion, tags, stamp } = area;
  const encrypted = accountEncryption(area);
  return resource({
    id: ids.account,
    type: 'Microsoft.CognitiveServices/accounts',
    noun: 'Azure OpenAI account',
    step: 'Azure OpenAI',
    body: {
      kind: 'OpenAI',
      sku: { name: 'S0' },
      location: modelRegion,
      tags,
      identity: {
        type: 'SystemAssigned, UserAssigned',
        userAssignedIdentities: { [ids.identity]: {}, ...encrypted.identities },
      },
      properties: {
        customSubDomainName: names.subdomain,
        publicNetworkAccess: 'Disabled',
        networkAcls: { defaultAction: 'Deny', bypass: 'None', ipRules: [], virtualNetworkRules: [] },
        disableLocalAuth: stamp.environment.authentication === 'entra',
        restrictOutboundNetworkAccess: true,
        allowedFqdnList: [],
        dynamicThrottlingEnabled: stamp.environment.dynamicQuota === true,
        storedCompletionsDisabled: true,
        ...encrypted.properties,
      },
    },
    dependsOn: [ids.identity, ...encrypted.dependsOn],
  });
}

/** Severity filters on prompts and completions, and the detectors that only block or pass. */
function contentFilter({ ids, tags }: Area): DesignedResource {
  const graded = ['Hate', 'Sexual', 'Violence', 'Selfharm'].flatMap((name) =>
    ['Prompt', 'Completion'].map((source) => ({
      name,
      source,
      enabled: true,
      blocking: true,
      severityThreshold: 'Medium',
    })),
  );
  const detectors = [
    { name: 'Jailbreak', source: 'Prompt' },
    { name: 'Indirect Attack', source: 'Prompt' },
    { name: 'Protected Material Text', source: 'Completion' },
    { name: 'Protected Material Code', source: 'Completion' },
  ].map((detector) => ({ ...detector, enabled: true, blocking: true }));
  return resource({
    id: ids.contentFilter,
    type: 'Microsoft.CognitiveServices/accounts/raiPolicies',
    noun: 'content filter policy',
    step: 'Azure OpenAI',
    body: {
      tags,
      properties: {
        mode: 'Blocking',
        basePolicyName: 'Microsoft.DefaultV2',
        contentFilters: [...graded, ...detectors],
      },
    },
    dependsOn: [ids.account],
  });
}

function modelDeployment(model: ModelDeployment, { ids, tags }: Area): DesignedResource {
  return resource({
    id: `${ids.account}/deployments/${model.name}`,
    type: 'Microsoft.CognitiveServices/accounts/deployments',
    noun: 'model deployment',
    step: 'Azure OpenAI',
    body: {
      tags,
      sku: { name: model.deploymentType, capacity: model.capacity },
      properties: {
        model: { format: 'OpenAI', name: model.model, version: model.version },
        raiPolicyName: contentFilterName,
        versionUpgradeOption: model.upgrade,
        ...(model.spillover === undefined ? {} : { spilloverDeploymentName: model.spillover }),
      },
    },
    // A deployment makes the account busy again, and an endpoint is refused by a busy account: endpoint first.
    dependsOn: [
      ids.account,
      ids.contentFilter,
      ids.accountEndpoint,
      ...(model.spillover === undefined ? [] : [`${ids.account}/deployments/${model.spillover}`]),
    ],
  });
}
