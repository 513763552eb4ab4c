import { idKey, isWithin, parseArmId } from '../resource/arm-id.ts';
import type { Json } from '../resource/json.ts';
import type { Kinds } from '../resource/kind.ts';
import type { Observed } from './observed.ts';
import { withoutReadOnly } from './overlay.ts';
import { isAdopted } from './ownership.ts';
import type { Action } from './plan.ts';

/**
 * What carries this stamp's mark and is not designed any more goes, after everything else of the stamp has
 * succeeded, users before what they use. What was adopted stays.
 */
export function removals(observed: Observed, kinds: Kinds, writes: readonly Action[]): Action[] {
  const orphans = observed.orphans.filter((id) => {
    const body = observed.resources[idKey(id)];
    return body !== undefined && body !== null && !isAdopted(body);
  });
  const before = writes
    .filter((action) => action.action !== 'unchanged' && !action.irreversible)
    .map((action) => action.key);
  return orphans.map((id) => {
    const { type, name } = parseArmId(id);
    const kind = kinds.get(type);
    return {
      key: id,
      id,
      type: kind.type,
      title: `${kind.noun} ${name}`,
      step: stepOf(kind.type),
      action: 'remove',
      dependsOn: [...before, ...orphans.filter((other) => other !== id && uses(other, id, observed, kinds))],
      changes: [],
      reason: 'it is not in the estate file any more',
      typicalMs: kind.typicalMs.remove,
    };
  });
}

/** Whether one resource lies beneath another, or names it in what its writer sent. */
function uses(user: string, used: string, observed: Observed, kinds: Kinds): boolean {
  if (isWithin(user, used)) return true;
  const body = observed.resources[idKey(user)];
  if (!body) return false;
  return mentions(withoutReadOnly(body, kinds.get(parseArmId(user).type)), used);
}

function mentions(value: Json, id: string): boolean {
  if (typeof value === 'string')
    return idKey(value) === idKey(id) || value.toLowerCase().startsWith(`${idKey(id)}/`);
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).some((member) => mentions(member, id));
}

/** The step under which people look for a type. */
function stepOf(type: string): Action['step'] {
  if (/privateEndpoints/i.test(type)) return 'Private access';
  if (/privateDnsZones/i.test(type)) return 'Private DNS';
  if (/^Microsoft\.Network/i.test(type)) return 'Network';
  if (/^Microsoft\.KeyVault/i.test(type)) return 'Key Vault';
  if (/^Microsoft\.CognitiveServices/i.test(type)) return 'Azure OpenAI';
  if (/^Microsoft\.Authorization\/role/i.test(type)) return 'Access control';
  if (/^Microsoft\.Insights/i.test(type)) return 'Monitoring';
  if (/^Microsoft\.Consumption/i.test(type)) return 'Budget';
  return 'Foundation';
}
