import { type ResidencyRule, residencyRules } from '../../facts/residency.ts';
import { inFile, placedDeployments, regionOf } from '../places.ts';
import {
  type Check,
  type CheckInput,
  designedOf,
  type Finding,
  failed,
  notApplicable,
  orOk,
} from '../rule.ts';

export const residency: Check = {
  id: 'GT-CHECK-RESIDENCY',
  stage: 'before',
  checklist: ['DAT-5', 'POL-1'],
  title: 'Prompts are processed, and data lies, where the estate file promises',
  run: (input) => {
    const rule = residencyRules[input.estate.residency];
    if (input.estate.residency === 'anywhere') return [notApplicable('prompts may be processed anywhere')];
    return orOk(
      [...accounts(rule, input), ...deployments(rule, input), ...data(rule, input)],
      `prompts are processed ${rule.where}`,
    );
  },
};

function accounts({ accountRegions, where }: ResidencyRule, { design }: CheckInput): Finding[] {
  return designedOf(design, 'Microsoft.CognitiveServices/accounts').flatMap((account) => {
    const region = regionOf(account.body) ?? '';
    if (accountRegions?.includes(region) ?? true) return [];
    return [
      failed(
        `${account.title} lies in ${region}, but prompts are to be processed ${where}`,
        `Set ${inFile('modelRegion', design)} to one of ${accountRegions?.join(', ')}.`,
        account.id,
      ),
    ];
  });
}

function deployments({ deploymentTypes, where }: ResidencyRule, { design }: CheckInput): Finding[] {
  return placedDeployments(design)
    .filter(({ deploymentType }) => !deploymentTypes.includes(deploymentType))
    .map(({ resource, deploymentType }) =>
      failed(
        `${resource.title} is ${deploymentType}, which does not process ${where} only`,
        `Set ${inFile('deploymentType', design)} to one of ${deploymentTypes.join(', ')}.`,
        resource.id,
      ),
    );
}

/** Groups only hold metadata; the account is judged by its own rule. */
function data({ dataRegions, where }: ResidencyRule, { design }: CheckInput): Finding[] {
  const outside = design.resources.filter(({ type, body }) => {
    const region = regionOf(body);
    if (type === 'Microsoft.CognitiveServices/accounts' || region === undefined) return false;
    return dataRegions !== undefined && !dataRegions.includes(region);
  });
  const [first] = outside;
  if (!first) return [];
  const others = outside.length > 1 ? ` and ${outside.length - 1} more` : '';
  return [
    failed(
      `${first.title}${others} would lie in ${regionOf(first.body) ?? 'no region'}, but the promise is ${where}`,
      `Set ${inFile('region', design)} to one of ${dataRegions?.join(', ')}.`,
      first.id,
    ),
  ];
}
