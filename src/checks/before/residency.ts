import { deploymentTypes } from '../../estate/estate.ts';
import { residencyBreach } from '../../estate/residency.ts';
import { residencyRules } from '../../facts/residency.ts';
import { inFile, placedDeployments, regionOf } from '../places.ts';
import { type Check, type CheckInput, type Finding, failed, notApplicable, orOk } from '../rule.ts';

/** The estate file is refused for this already; here the design itself is judged, whatever it was made from. */
export const residency: Check = {
  id: 'GT-CHECK-RESIDENCY',
  stage: 'before',
  checklist: ['DAT-5', 'POL-1'],
  title: 'Prompts are processed, and data lies, where the estate file promises',
  run: (input) => {
    const { where } = residencyRules[input.estate.residency];
    if (input.estate.residency === 'anywhere') return [notApplicable('prompts may be processed anywhere')];
    return orOk([...prompts(input), ...data(input)], `prompts are processed ${where}`);
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

function data({ estate, design }: CheckInput): Finding[] {
  const { dataRegions, where } = residencyRules[estate.residency];
  const outside = design.resources.filter(({ body }) => {
    const region = regionOf(body);
    return region !== undefined && !(dataRegions?.includes(region) ?? true);
  });
  const [first] = outside;
  if (!first) return [];
  const others = outside.length > 1 ? ` and ${outside.length - 1} more` : '';
  return [
    failed(
      `${first.title}${others} would lie in ${regionOf(first.body) ?? 'no region'}, but the promise is ${where}`,
      `Change ${inFile('region or modelRegion', design)}, or \`residency\` itself.`,
      first.id,
    ),
  ];
}
