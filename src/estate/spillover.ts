import type { DeploymentType, Environment } from './estate.ts';
import type { Mistake, Path } from './mistake.ts';

/** Processing stays at its level. Source: Microsoft, "Manage traffic with spillover for provisioned deployments". */
const spillsInto: { readonly [type in DeploymentType]?: DeploymentType } = {
  ProvisionedManaged: 'Standard',
  DataZoneProvisionedManaged: 'DataZoneStandard',
  GlobalProvisionedManaged: 'GlobalStandard',
};

/** What is too much for provisioned units goes to a standard deployment of the same model, processed at the same level. */
export function spilloverMistakes({ models }: Environment, path: Path): Mistake[] {
  return models.flatMap(({ spillover, deploymentType, model, version }, index): Mistake[] => {
    if (spillover === undefined) return [];
    const into = spillsInto[deploymentType];
    const able = models
      .filter((each) => each.deploymentType === into && each.model === model && each.version === version)
      .map(({ name }) => name);
    if (able.includes(spillover)) return [];
    const why =
      into === undefined
        ? `a deployment of ${deploymentType} has no units to spill over`
        : `it takes a deployment of ${model} ${version} by ${into}`;
    const next =
      able.length > 0
        ? `Allowed: ${able.join(' or ')}.`
        : `Leave it out, or add such a deployment to \`models\`.`;
    return [
      { path: [...path, 'models', index, 'spillover'], value: spillover, code: 'GT-ESTATE-ID', why, next },
    ];
  });
}
