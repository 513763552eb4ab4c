import type { Design, DesignedResource } from '../../design/design.ts';
import { type DeploymentType, deploymentTypes } from '../../estate/estate.ts';
import { idKey } from '../../resource/arm-id.ts';
import { at } from '../../resource/json.ts';
import type { CostLine } from '../cost.ts';
import { billedRegion } from '../meter.ts';
import { placeOf, tokenMeter } from '../token-meters.ts';

/** A model as it is deployed, in however many environments. */
export interface Deployed {
  readonly model: string;
  readonly version: string;
  readonly type: DeploymentType;
  readonly region: string;
}

const DEPLOYMENTS = 'Microsoft.CognitiveServices/accounts/deployments';

function deployedAs(resource: DesignedResource, design: Design): Deployed | undefined {
  if (idKey(resource.type) !== idKey(DEPLOYMENTS)) return undefined;
  const text = (pointer: string): string => String(at(resource.body, pointer) ?? '');
  const type = deploymentTypes.find((known) => known === text('/sku/name'));
  if (!type) return undefined;
  const region = billedRegion(resource, design);
  return { model: text('/properties/model/name'), version: text('/properties/model/version'), type, region };
}

export function modelsIn(designs: readonly Design[]): Deployed[] {
  const found = new Map<string, Deployed>();
  for (const design of designs) {
    for (const resource of design.resources) {
      const deployed = deployedAs(resource, design);
      if (deployed) found.set(keyOf(deployed), deployed);
    }
  }
  return [...found.values()];
}

function keyOf({ model, version, type, region }: Deployed): string {
  return JSON.stringify([model, version, type, region]);
}

export function isByTokens({ type }: Deployed): boolean {
  return placeOf(type)?.billing === 'tokens';
}

/** The designs with another model or type in place of one. */
export function swapped(designs: readonly Design[], from: Deployed, to: Partial<Deployed>): Design[] {
  const next = { ...from, ...to };
  return designs.map((design) => ({
    ...design,
    resources: design.resources.map((resource) => {
      const deployed = deployedAs(resource, design);
      if (!deployed || keyOf(deployed) !== keyOf(from)) return resource;
      const properties = { model: { name: next.model, version: next.version } };
      const capacity = at(resource.body, '/sku/capacity') ?? 1;
      return { ...resource, body: { ...resource.body, sku: { name: next.type, capacity }, properties } };
    }),
  }));
}

export function tokensOf({ model, version, type, region }: Deployed): (line: CostLine) => boolean {
  const place = placeOf(type)?.deploymentType ?? 'global';
  const prefix = tokenMeter(model, version, place, 'input').name.split(',')[0] ?? '';
  return (line) =>
    line.service === 'Azure OpenAI' && line.region === region && line.meter.startsWith(`${prefix},`);
}
