import type { Design } from '../design/design.ts';
import { isObject } from '../resource/json.ts';
import { daysLeft, isRetired, offerOf, otherModel } from './model-life.ts';
import { placedDeployments } from './places.ts';
import { type CheckInput, observedBody } from './rule.ts';

/**
 * The design with the models that Azure itself has moved to: a deployment whose retired model Azure has replaced is
 * left as it is, and told about by a check, never planned as a replacement.
 */
export function withMovedModels(
  input: Pick<CheckInput, 'estate' | 'design' | 'observed' | 'facts' | 'today'>,
): Design {
  const moved = new Set(
    placedDeployments(input.design)
      .filter((deployment) => {
        if (otherModel(deployment, input) === undefined) return false;
        const { model, sku } = offerOf(deployment, input.facts.models);
        return !model || !sku || isRetired(model, daysLeft(model, sku, input.today));
      })
      .map((deployment) => deployment.resource.id),
  );
  if (moved.size === 0) return input.design;
  const resources = input.design.resources.map((resource) => {
    const found = moved.has(resource.id)
      ? observedBody(input.observed, resource.id)?.['properties']
      : undefined;
    const properties = resource.body['properties'];
    if (!isObject(found) || !isObject(properties) || found['model'] === undefined) return resource;
    const { name = '', version = '', format = '' } = isObject(found['model']) ? found['model'] : {};
    return {
      ...resource,
      body: { ...resource.body, properties: { ...properties, model: { format, name, version } } },
    };
  });
  return { ...input.design, resources };
}
