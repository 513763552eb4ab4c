import { residencyRules } from '../facts/residency.ts';
import { type DeploymentType, type Environment, type Estate, type Residency, stampsOf } from './estate.ts';
import type { Mistake, Path } from './mistake.ts';

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
  return stampsOf(estate).flatMap(({ tenant, environment }) => {
    const path = [
      'tenants',
      estate.tenants.indexOf(tenant),
      'environments',
      tenant.environments.indexOf(environment),
    ];
    return [...ofModels(estate, environment, path), ...ofRegions(estate, environment, path)];
  });
}

function ofModels({ residency }: Estate, { models }: Environment, path: Path): Mistake[] {
  const { deploymentTypes, where } = residencyRules[residency];
  return models.flatMap(({ deploymentType }, index) =>
    deploymentTypes.includes(deploymentType)
      ? []
      : [
          breach([...path, 'models', index, 'deploymentType'], deploymentType, {
            why: `${deploymentType} does not process prompts ${where} only, and residency is ${residency}`,
            allowed: deploymentTypes,
          }),
        ],
  );
}

/** The account has to lie where prompts are processed; network, vault and logs where data may lie. */
function ofRegions({ residency }: Estate, environment: Environment, path: Path): Mistake[] {
  const { region, modelRegion } = environment;
  const { accountRegions, dataRegions, where } = residencyRules[residency];
  const found: Mistake[] = [];
  if (dataRegions && !dataRegions.includes(region)) {
    found.push(
      breach([...path, 'region'], region, {
        why: `data, logs and keys would lie in ${region}, and residency is ${residency}`,
        allowed: dataRegions,
      }),
    );
  }
  const accountRegion = modelRegion ?? region;
  const said = modelRegion === undefined && found.length > 0;
  if (accountRegions && !accountRegions.includes(accountRegion) && !said) {
    found.push(
      breach([...path, 'modelRegion'], modelRegion, {
        why: `the account would lie in ${accountRegion}, and prompts are to be processed ${where}`,
        allowed: accountRegions,
        involves: [[...path, 'region']],
      }),
    );
  }
  return found;
}

function breach(
  path: Path,
  value: unknown,
  given: { why: string; allowed: readonly string[]; involves?: readonly Path[] },
): Mistake {
  return {
    path,
    value,
    code: 'GT-ESTATE-RESIDENCY',
    why: given.why,
    next: `Allowed: ${given.allowed.join(', ')}; or change \`residency\` itself.`,
    involves: [['residency'], ...(given.involves ?? [])],
  };
}
