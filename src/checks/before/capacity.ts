import { offerOf } from '../model-life.ts';
import { inFile, type PlacedDeployment, placedDeployments } from '../places.ts';
import { type Check, type CheckInput, type Finding, failed, notApplicable, ok } from '../rule.ts';

export const capacity: Check = {
  id: 'GT-CHECK-CAPACITY',
  stage: 'before',
  checklist: ['COST-4'],
  title: 'Capacities are sizes that Azure sells',
  run: (input) => {
    const findings = placedDeployments(input.design).flatMap((deployment) => judge(deployment, input));
    return findings.length > 0 ? findings : [notApplicable('no size of a capacity is known')];
  },
};

function judge(deployment: PlacedDeployment, { design, facts }: CheckInput): Finding[] {
  const limits = offerOf(deployment, facts.models).sku?.capacity;
  if (!limits) return [];
  const { minimum, maximum, step } = limits;
  const given = deployment.capacity;
  const what = `capacity ${given} of ${deployment.resource.title}`;
  const evidence = `minimum ${minimum}, maximum ${maximum}, step ${step}`;
  // Steps count from zero where the minimum is a multiple of the step, which all published sizes are.
  const fits = given >= minimum && given <= maximum && given % step === 0;
  if (fits) return [ok(`${what} is possible`, evidence)];
  const down = Math.max(minimum, Math.min(maximum, Math.floor(given / step) * step));
  const up = Math.max(minimum, Math.min(maximum, Math.ceil(given / step) * step));
  const sizes = [...new Set([down, up])].join(' or ');
  return [failed(`${what} is not possible`, `Set ${inFile('capacity', design)} to ${sizes}.`, evidence)];
}
