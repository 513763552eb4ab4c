import { residencyRules } from '../facts/residency.ts';
import type { DeploymentType, Estate, Residency } from './estate.ts';
import type { Mistake } from './mistake.ts';

/** Why a deployment type in a region breaks a residency; undefined: it holds. */
export function residencyBreach(
  residency: Residency,
  region: string,
  type: DeploymentType,
): string | undefined {
  const { deploymentTypes, accountRegions, where } = residencyRules[residency];
  if (!deploymentTypes.includes(type)) return `${type} does not process prompts ${where} only`;
  if (accountRegions?.includes(region) ?? true) return undefined;
  return `${region} does not lie ${where}`;
}

/** What breaks the residency of the estate: refused until the residency itself is changed. */
export function residencyMistakes(estate: Estate): Mistake[] {
  return estate.tenants.flatMap((tenant, t) =>
    tenant.environments.flatMap((_, e) => [...ofModels(estate, t, e), ...ofData(estate, t, e)]),
  );
}

function ofModels(estate: Estate, t: number, e: number): Mistake[] {
  const environment = estate.tenants[t]?.environments[e];
  if (!environment) return [];
  const { modelRegion, region, models } = environment;
  const { deploymentTypes, accountRegions } = residencyRules[estate.residency];
  const at = ['tenants', t, 'environments', e];
  const regionPath = [...at, modelRegion === undefined ? 'region' : 'modelRegion'];
  return models.flatMap(({ deploymentType }, m) => {
    const breach = residencyBreach(estate.residency, modelRegion ?? region, deploymentType);
    if (breach === undefined) return [];
    const byType = !deploymentTypes.includes(deploymentType);
    const typePath = [...at, 'models', m, 'deploymentType'];
    return [
      {
        path: byType ? typePath : regionPath,
        value: byType ? deploymentType : (modelRegion ?? region),
        code: 'GT-ESTATE-RESIDENCY',
        why: `${breach}, and residency is ${estate.residency}`,
        next: `Allowed: ${(byType ? deploymentTypes : accountRegions)?.join(', ')}; or change \`residency\` itself.`,
        involves: [['residency'], regionPath, typePath],
      },
    ];
  });
}

/** Network, vault and logs: where data and keys lie. */
function ofData(estate: Estate, t: number, e: number): Mistake[] {
  const region = estate.tenants[t]?.environments[e]?.region;
  const { dataRegions, where } = residencyRules[estate.residency];
  if (region === undefined || (dataRegions?.includes(region) ?? true)) return [];
  return [
    {
      path: ['tenants', t, 'environments', e, 'region'],
      value: region,
      code: 'GT-ESTATE-RESIDENCY',
      why: `data, logs and keys lie in ${region}, and prompts are to be processed ${where}`,
      next: `Allowed: ${dataRegions?.join(', ')}; or change \`residency\` itself.`,
      involves: [['residency']],
    },
  ];
}
