import { deploymentTypes } from '../../estate/estate.ts';
import { residencyBreach } from '../../estate/residency.ts';
import { regionOf as factsOf } from '../../facts/regions.ts';
import { inFile, placedDeployments, regionOf } from '../places.ts';
import { type Check, type CheckInput, type Finding, failed, notApplicable, orOk } from '../rule.ts';

export const residency: Check = {
  id: 'GT-CHECK-RESIDENCY',
  stage: 'before',
  checklist: ['DAT-5', 'POL-1'],
  title: 'Prompts are processed, and data lies, where the estate file promises',
  run: (input) => {
    if (input.estate.residency === 'anywhere') return [notApplicable('prompts may be processed anywhere')];
    return orOk([...prompts(input), ...data(input)], `residency ${input.estate.residency} is kept`);
  },
};

function prompts({ estate, design }: CheckInput): Finding[] {
  return placedDeployments(design).flatMap(({ resource, region, deploymentType }) => {
    const type = deploymentTypes.find((each) => each === deploymentType);
    const breach = type
      ? residencyBreach(estate.residency, region, type)
      : `nobody knows where ${deploymentType} processes prompts`;
    if (breach === undefined) return [];
    return [
      failed(
        `${resource.title}: ${breach}`,
        `Change ${inFile('deploymentType or modelRegion', design)}, or \`residency\` itself.`,
        resource.id,
      ),
    ];
  });
}

/** Data, logs and keys stay in Switzerland, or for the EU data zone in it or in Switzerland. */
function data({ estate, design }: CheckInput): Finding[] {
  const outside = design.resources.filter(({ body }) => {
    const region = regionOf(body);
    const facts = region === undefined ? undefined : factsOf(region);
    const swiss = facts?.country === 'Switzerland';
    const kept = estate.residency === 'switzerland' ? swiss : swiss || facts?.dataZone === 'EU';
    return region !== undefined && !kept;
  });
  const [first] = outside;
  if (!first) return [];
  const others = outside.length > 1 ? ` and ${outside.length - 1} more` : '';
  return [
    failed(
      `${first.title}${others} would lie in ${regionOf(first.body) ?? 'no region'}, against residency ${estate.residency}`,
      `Change ${inFile('region or modelRegion', design)}, or \`residency\` itself.`,
      first.id,
    ),
  ];
}
