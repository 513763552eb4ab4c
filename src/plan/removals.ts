import { idKey, isWithin, parentId, parseArmId, sameId } from '../resource/arm-id.ts';
import type { Json, JsonObject } from '../resource/json.ts';
import type { Kinds, ResourceKind } from '../resource/kind.ts';
import { atTheEnd } from './irreversible.ts';
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
    const kind = kinds.get(parseArmId(id).type);
    // What only goes with its parent goes with it, or stays.
    return (
      body !== undefined && body !== null && kind.removal.how !== 'with-parent' && !isAdopted(body, kind)
    );
  });
  // What waits for the point of no return comes after removals that can be undone.
  const final = atTheEnd(writes, kinds);
  const before = writes
    .filter((action) => action.action !== 'unchanged' && !action.irreversible && !final.has(action))
    .map((action) => action.key);
  return orphans.map((id) => {
    const { type, name } = parseArmId(id);
    const kind = kinds.get(type);
    // What is in it does not come back: an empty one in its place would not be what was there.
    const losesData = kind.holdsData === true && kind.softDelete === undefined;
    const forGood = losesData || kind.bornAnother === true;
    const loss = losesData
      ? ', and what is in it does not come back'
      : forGood
        ? ', and made anew it would be another one'
        : '';
    return {
      key: id,
      id,
      type: kind.type,
      title: `${kind.noun} ${name}`,
      step: stepOf(kind.type, observed.resources[idKey(id)] ?? undefined),
      action: 'remove',
      dependsOn: [
        ...before,
        ...orphans.filter((other) => other !== id && goesBefore(other, id, observed, kinds)),
      ],
      changes: [],
      reason: `it is not in the estate file any more${loss}`,
      ...(forGood ? { irreversible: true } : {}),
      typicalMs: kind.typicalMs.remove,
    };
  });
}

/** Whether one of two that go has to go first: it uses the other, or its mark of ownership stands on that. */
function goesBefore(user: string, used: string, observed: Observed, kinds: Kinds): boolean {
  const isMarkedThere =
    kinds.get(parseArmId(user).type).mark.in === 'design' &&
    parseArmId(used).type === 'Microsoft.Resources/resourceGroups';
  return isMarkedThere || uses(user, used, observed, kinds);
}

/** Whether one resource lies beneath another, or names it in what its writer sent. */
export function uses(
  user: string,
  used: string,
  observed: Pick<Observed, 'resources'>,
  kinds: Kinds,
): boolean {
  if (isWithin(user, used)) return true;
  const body = observed.resources[idKey(user)];
  if (!body) return false;
  const sent = sentBody(body, kinds.get(parseArmId(user).type));
  return mentions(sent, used) || (areSiblings(user, used) && names(sent['properties'] ?? null, used));
}

/** Each body is asked about many others. */
const sentBodies = new WeakMap<JsonObject, JsonObject>();

function sentBody(observed: JsonObject, kind: ResourceKind): JsonObject {
  const sent = sentBodies.get(observed) ?? withoutReadOnly(observed, kind);
  sentBodies.set(observed, sent);
  return sent;
}

/** Children of one resource may refer to each other by name alone, as a model deployment does to its content filter. */
function areSiblings(a: string, b: string): boolean {
  const [one, other] = [parseArmId(a), parseArmId(b)];
  const areChildren = one.names.length > 1 && one.type !== other.type;
  return areChildren && sameId(parentId(a) ?? '', parentId(b) ?? '');
}

function names(value: Json, id: string): boolean {
  if (typeof value === 'string') return sameId(value, parseArmId(id).name);
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).some((member) => names(member, id));
}

function mentions(value: Json, id: string): boolean {
  if (typeof value === 'string')
    return idKey(value) === idKey(id) || value.toLowerCase().startsWith(`${idKey(id)}/`);
  if (typeof value !== 'object' || value === null) return false;
  // Identities stand in a map, as its keys.
  return Object.entries(value).some(([key, member]) => mentions(key, id) || mentions(member, id));
}

/** The step under which people look for something of a type. */
function stepOf(type: string, body: JsonObject | undefined): Action['step'] {
  if (/privateEndpoints/i.test(type)) return 'Private access';
  if (/privateDnsZones/i.test(type)) return 'Private DNS';
  if (/^Microsoft\.Network/i.test(type)) return 'Network';
  if (/^Microsoft\.KeyVault/i.test(type)) return 'Key Vault';
  // Azure calls the plan of workflows elastic, whatever it was made as.
  if (/^Microsoft\.Web/i.test(type))
    return /workflow|elastic/i.test(String(body?.['kind'])) ? 'Logic App' : 'Key rotation';
  if (/^Microsoft\.CognitiveServices/i.test(type)) return 'Azure OpenAI';
  if (/^Microsoft\.(Storage|DocumentDB|Sql|DataFactory)/i.test(type)) return 'Integration';
  if (/^Microsoft\.Authorization\/role/i.test(type)) return 'Access control';
  if (/^Microsoft\.(Authorization|Security)/i.test(type)) return 'Governance';
  if (/^Microsoft\.Insights/i.test(type)) return 'Monitoring';
  if (/^Microsoft\.Consumption/i.test(type)) return 'Budget';
  return 'Foundation';
}
