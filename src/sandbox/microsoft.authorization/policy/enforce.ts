import { isObject, type Json, type JsonObject, listAt, objectAt, textAt } from '../../json.ts';
import type { Guard } from '../../provider.ts';
import { ruleOf } from './definition.ts';
import { disallowed } from './deny.ts';
import { asked, surroundingsOf, type Verdict, verdictsOn } from './effective.ts';
import { type Change, Conflict, withChange } from './effects.ts';
import { resolve } from './evaluate-expression.ts';
import { type Evaluated, policyType } from './evaluated.ts';

/**
 * What policies do to a write before the provider sees it: `append` and `modify` change it, then `deny` refuses it.
 * Assignments that do not enforce, and `audit`, leave it alone. Deletes and actions are not looked at.
 */
export const policyGuard: Guard = (world, { method, id, type, body }) => {
  if (method !== 'PUT' && method !== 'PATCH') return undefined;
  const of = asked(world, id.id, policyType(type), body, world.apiVersion);
  const changed = changedBody(of);
  const denied = denials(verdictsOn({ ...of, body: changed }));
  if (denied.length > 0) throw disallowed(of.name, denied);
  return changed;
};

/** The verdicts that refuse a request. */
function denials(verdicts: readonly Verdict[]): Verdict[] {
  return verdicts.filter(({ policy, effect, met }) => met && policy.enforced && effect === 'deny');
}

interface Wish {
  readonly verdict: Verdict;
  readonly change: Change;
  /** What happens when the change can't be made. */
  readonly otherwise: string;
}

/** The body as `append` and `modify` leave it; throws the refusal of changes that stand against each other. */
export function changedBody(of: Evaluated): JsonObject {
  const wishes = verdictsOn(of)
    .filter(({ policy, met, failure }) => met && policy.enforced && failure === undefined)
    .flatMap((verdict) => wishesOf(of, verdict));
  let { body } = of;
  for (const wish of settled(of, wishes)) {
    try {
      body = withChange({ ...of, body }, wish.change);
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
      if (wish.otherwise === 'deny')
        throw disallowed(of.name, [{ ...wish.verdict, effect: wish.verdict.effect }]);
    }
  }
  return body;
}

function wishesOf(of: Evaluated, verdict: Verdict): Wish[] {
  const { details } = ruleOf(verdict.policy.definition);
  const around = surroundingsOf(of, verdict.policy);
  if (verdict.effect === 'append') {
    return listAt({ details: details ?? null }, 'details').map((one) => ({
      verdict,
      change: { operation: 'add', ...fieldAndValue(one, around) },
      otherwise: 'deny',
    }));
  }
  if (verdict.effect !== 'modify') return [];
  const otherwise = (textAt(details, 'conflictEffect') ?? 'deny').toLowerCase();
  return listAt(details, 'operations')
    .filter((one) => resolve(objectAt(one)['condition'] ?? true, around) === true)
    .map((one) => ({
      verdict,
      change: { operation: operationOf(one), ...fieldAndValue(one, around) },
      otherwise,
    }));
}

function operationOf(one: Json): Change['operation'] {
  const name = (textAt(one, 'operation') ?? '').toLowerCase();
  return name === 'remove' || name === 'add' ? name : 'addorreplace';
}

function fieldAndValue(
  one: Json,
  around: Parameters<typeof resolve>[1],
): { readonly field: string; readonly value: Json } {
  const { field, value } = isObject(one) ? one : { field: '', value: null };
  return { field: String(resolve(field ?? '', around)), value: resolve(value ?? null, around) };
}

/**
 * Where several policies modify one field, the one that would deny wins, two of those deny the request, and those that
 * would only audit are all left out.
 */
function settled(of: Evaluated, wishes: readonly Wish[]): Wish[] {
  return wishes.filter((wish) => {
    const rivals = wishes.filter(
      (other) =>
        other.verdict.effect === 'modify' &&
        other.verdict.policy !== wish.verdict.policy &&
        other.change.field.toLowerCase() === wish.change.field.toLowerCase() &&
        JSON.stringify(other.change) !== JSON.stringify(wish.change),
    );
    if (wish.verdict.effect !== 'modify' || rivals.length === 0) return true;
    if (wish.otherwise !== 'deny') return false;
    const denying = rivals.filter(({ otherwise }) => otherwise === 'deny');
    if (denying.length === 0) return true;
    throw disallowed(
      of.name,
      [wish, ...denying].map(({ verdict }) => verdict),
    );
  });
}
