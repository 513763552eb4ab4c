import type { Design } from '../design/design.ts';
import { idKey, parseArmId } from '../resource/arm-id.ts';
import type { JsonObject } from '../resource/json.ts';
import { type EstimateContext, estimateMetered, metered } from './estimate.ts';
import { meteringOf } from './meters/by-type.ts';

/**
 * What single resources cost a month in CHF while nobody uses them, by id key: their fixed lines alone. Null where a
 * price is unknown; a type that has no meter here, and what costs by use alone, is not in it.
 */
export function idleCosts(
  design: Design,
  bodies: readonly JsonObject[],
  context: EstimateContext,
): Readonly<Record<string, string | null>> {
  return Object.fromEntries(
    bodies.flatMap((body) => {
      const monthly = idleCost(design, body, context);
      return monthly === undefined ? [] : [[idKey(String(body['id'])), monthly] as const];
    }),
  );
}

function idleCost(design: Design, body: JsonObject, context: EstimateContext): string | null | undefined {
  const id = String(body['id']);
  const { type, name } = parseArmId(id);
  if (meteringOf(type) === undefined) return undefined;
  const alone = { id, type, step: 'Foundation', title: name, dependsOn: [], body } as const;
  const whole = metered({ ...design, resources: [alone] }, context);
  const fixed = whole.used.filter(({ kind }) => kind === 'fixed');
  if (fixed.length === 0) return undefined;
  const { monthly, complete } = estimateMetered([{ ...whole, used: fixed }], context);
  return complete ? monthly.expected : null;
}
