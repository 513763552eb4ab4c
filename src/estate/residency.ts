import { regionOf } from '../facts/regions.ts';
import type { DeploymentType, Estate, Residency } from './estate.ts';
import type { Mistake } from './mistakes.ts';

/** Where a deployment type processes prompts. */
export const processedIn: Readonly<Record<DeploymentType, 'region' | 'data-zone' | 'world'>> = {
  Standard: 'region',
  ProvisionedManaged: 'region',
  DataZoneStandard: 'data-zone',
  DataZoneProvisionedManaged: 'data-zone',
  GlobalStandard: 'world',
  GlobalProvisionedManaged: 'world',
};

/** Why a deployment type in a region breaks a residency; undefined: it holds. */
export function residencyBreach(
  residency: Residency,
  region: string,
  type: DeploymentType,
): string | undefined {
  const where = processedIn[type];
  const place = regionOf(region);
  if (residency === 'anywhere') return undefined;
  if (where === 'world') return `${type} may process prompts in any region of the world`;
  if (residency === 'switzerland') {
    if (where === 'data-zone') return `${type} processes prompts in a data zone, and Switzerland is in none`;
    return place?.country === 'Switzerland' ? undefined : `${region} does not lie in Switzerland`;
  }
  return place?.dataZone === 'EU' ? undefined : `${region} does not lie in the EU data zone`;
}

/** Deployments that break the residency of the estate: refused until the residency itself is changed. */
export function residencyMistakes(estate: Estate): Mistake[] {
  return estate.tenants.flatMap((tenant, t) =>
    tenant.environments.flatMap((environment, e) =>
      environment.models.flatMap((model, m) => {
        const breach = residencyBreach(
          estate.residency,
          environment.modelRegion ?? environment.region,
          model.deploymentType,
        );
        if (breach === undefined) return [];
        return [
          {
            path: ['tenants', t, 'environments', e, 'models', m, 'deploymentType'],
            value: model.deploymentType,
            code: 'GT-ESTATE-RESIDENCY',
            why: `${breach}, and residency is ${estate.residency}`,
            next: 'Choose another deployment type or region, or change `residency` itself.',
          },
        ];
      }),
    ),
  );
}
