import type { Design, DesignedResource } from '../design/design.ts';
import { type Environment, type Estate, stampsOf } from '../estate/estate.ts';
import { parentId, sameId } from '../resource/arm-id.ts';
import { at, type Json } from '../resource/json.ts';

/** `Switzerland North` is `switzerlandnorth`: Azure compares regions without case and spaces. */
export function shortRegion(name: string): string {
  return name.toLowerCase().replaceAll(' ', '');
}

/** The region of a body; undefined for what has none, or lies nowhere in particular. */
export function regionOf(body: Json): string | undefined {
  const location = at(body, '/location');
  if (typeof location !== 'string' || location.toLowerCase() === 'global') return undefined;
  return shortRegion(location);
}

/** A designed model deployment with the region its account lies in. */
export interface PlacedDeployment {
  readonly resource: DesignedResource;
  readonly region: string;
  readonly model: string;
  readonly version: string;
  readonly deploymentType: string;
  readonly capacity: number;
  readonly upgrade: string;
}

const deploymentArmType = 'Microsoft.CognitiveServices/accounts/deployments';

/** Every designed model deployment with what decides whether it can be had. */
export function placedDeployments(design: Design): readonly PlacedDeployment[] {
  return design.resources
    .filter((resource) => resource.type === deploymentArmType)
    .map((resource) => ({
      resource,
      region: accountRegion(design, resource),
      model: textAt(resource.body, '/properties/model/name'),
      version: textAt(resource.body, '/properties/model/version'),
      deploymentType: textAt(resource.body, '/sku/name'),
      capacity: Number(at(resource.body, '/sku/capacity') ?? 0),
      upgrade: textAt(resource.body, '/properties/versionUpgradeOption'),
    }));
}

function accountRegion(design: Design, deployment: DesignedResource): string {
  const account = design.resources.find(({ id }) => sameId(id, parentId(deployment.id) ?? ''));
  return (account && regionOf(account.body)) ?? design.region;
}

/** A text member of a body; empty when it isn't there. */
export function textAt(body: Json | undefined, pointer: string): string {
  const value = at(body, pointer);
  return typeof value === 'string' ? value : '';
}

/** The environment of the estate file that a design was made from. */
export function environmentOf(estate: Estate, design: Design): Environment | undefined {
  const name = `${design.tenant}/${design.environment}`;
  return stampsOf(estate).find((stamp) => stamp.name === name)?.environment;
}

/** Key of a model in the estate file, for next steps: `models` of `tenant/environment`. */
export function inFile(key: string, design: Design): string {
  return `\`${key}\` of ${design.tenant}/${design.environment} in the estate file`;
}
