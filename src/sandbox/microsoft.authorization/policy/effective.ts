import { keyOf, parseId } from '../../arm-id.ts';
import { type Json, type JsonObject, listAt, objectAt, textAt } from '../../json.ts';
import type { Stored, World } from '../../provider.ts';
import { isWithin, scopeKey } from '../names.ts';
import {
  type Definition,
  definitionOf,
  policyAssignmentType,
  policyExemptionType,
  policySetDefinitionType,
  ruleOf,
} from './definition.ts';
import { evaluate, type Told } from './evaluate.ts';
import { resolve, type Surroundings } from './evaluate-expression.ts';
import type { Evaluated, Origin } from './evaluated.ts';
import { PolicyFailure } from './failure.ts';
import { valuesOf } from './parameters.ts';

/** One definition that an assignment brings to bear, with its values. */
export interface EffectivePolicy {
  readonly assignment: Stored;
  readonly definition: Definition;
  readonly set: Stored | undefined;
  readonly origin: Origin;
  readonly parameters: JsonObject;
  /** False when the assignment only reports. */
  readonly enforced: boolean;
}

/** What evaluating one policy on one resource brought. */
export interface Verdict {
  readonly policy: EffectivePolicy;
  /** In lower case. */
  readonly effect: string;
  readonly met: boolean;
  readonly told: readonly Told[];
  /** Why the rule could not be evaluated. */
  readonly failure?: string;
}

/** Policies that apply to a resource, by the assignments that exist at its scope and above. */
export function policiesAt(world: World, id: string): EffectivePolicy[] {
  const key = keyOf(id);
  return world
    .all(policyAssignmentType)
    .filter((one) => isWithin(key, scopeKey(one.id)) && !isExcluded(one, key))
    .flatMap((one) => policiesOf(world, one))
    .filter((policy) => !isExempt(world, policy, key));
}

function isExcluded(assignment: Stored, key: string): boolean {
  return listAt(assignment.body, 'properties', 'notScopes').some(
    (scope) => typeof scope === 'string' && isWithin(key, keyOf(scope)),
  );
}

/** The definitions that an assignment brings: one, or those of its set. */
export function policiesOf(world: World, assignment: Stored): EffectivePolicy[] {
  const definitionId = textAt(assignment.body, 'properties', 'policyDefinitionId') ?? '';
  const given = objectAt(assignment.body, 'properties', 'parameters');
  const enforced = textAt(assignment.body, 'properties', 'enforcementMode') !== 'DoNotEnforce';
  const set = world.find(definitionId);
  if (set === undefined || keyOf(set.type) !== keyOf(policySetDefinitionType)) {
    const definition = definitionOf(world, definitionId);
    if (definition === undefined) return [];
    const origin = { assignmentId: assignment.id, definitionId: definition.id };
    const parameters = valuesOf(definition.parameters, given);
    return [{ assignment, definition, set: undefined, origin, parameters, enforced }];
  }
  const outer = valuesOf(objectAt(set.body, 'properties', 'parameters'), given);
  return listAt(set.body, 'properties', 'policyDefinitions').flatMap((member) => {
    const definition = definitionOf(world, textAt(member, 'policyDefinitionId') ?? '');
    if (definition === undefined) return [];
    const origin = {
      assignmentId: assignment.id,
      definitionId: definition.id,
      setDefinitionId: set.id,
      definitionReferenceId: textAt(member, 'policyDefinitionReferenceId') ?? definition.name,
    };
    const passed = resolve(objectAt(member, 'parameters'), bare(world, origin, outer)) as JsonObject;
    const parameters = valuesOf(definition.parameters, passed);
    return [{ assignment, definition, set, origin, parameters, enforced }];
  });
}

/** Surroundings without a resource, for what depends on parameters alone. */
function bare(world: World, origin: Origin, parameters: JsonObject): Surroundings {
  const of = { world, id: '', type: '', name: '', fullName: '', body: {}, apiVersion: '' };
  return { of, origin, parameters, frames: [], items: {} };
}

/** The effect of a policy with its parameters, in lower case. */
export function effectOf(
  world: World,
  { definition, origin, parameters }: Omit<EffectivePolicy, 'enforced' | 'assignment'>,
): string {
  return String(resolve(ruleOf(definition).effect, bare(world, origin, parameters))).toLowerCase();
}

function isExempt(world: World, { assignment, origin }: EffectivePolicy, key: string): boolean {
  return world.all(policyExemptionType).some((exemption) => {
    const properties = objectAt(exemption.body, 'properties');
    const ends = textAt(properties, 'expiresOn');
    const references = listAt(properties, 'policyDefinitionReferenceIds');
    return (
      isWithin(key, scopeKey(exemption.id)) &&
      keyOf(textAt(properties, 'policyAssignmentId') ?? '') === keyOf(assignment.id) &&
      (ends === undefined || Date.parse(ends) > world.now) &&
      (references.length === 0 || references.includes(origin.definitionReferenceId ?? ''))
    );
  });
}

/** Evaluates every policy that applies to a resource; those that are disabled or look at other types say nothing. */
export function verdictsOn(of: Evaluated): Verdict[] {
  return policiesAt(of.world, of.id)
    .filter(({ definition }) => definition.mode === 'all' || isIndexed(of))
    .map((policy) => verdictOn(of, policy))
    .filter(({ effect }) => effect !== 'disabled');
}

function verdictOn(of: Evaluated, policy: EffectivePolicy): Verdict {
  const { definition, origin, parameters } = policy;
  const told: Told[] = [];
  let effect = 'deny';
  try {
    effect = effectOf(of.world, policy);
    const around = { of, origin, parameters, frames: [], items: {} };
    return { policy, effect, met: evaluate(ruleOf(definition).if, around, told), told };
  } catch (error) {
    if (!(error instanceof PolicyFailure)) throw error;
    // What can't be evaluated denies, whatever its effect; one that is off denies nothing.
    return {
      policy,
      effect: effect === 'disabled' ? effect : 'deny',
      met: true,
      told,
      failure: error.message,
    };
  }
}

/** Types with tags and a location of their own; groups and subscriptions are looked at by mode All alone. */
function isIndexed({ world, type, body }: Evaluated): boolean {
  if (/^microsoft\.resources\/subscriptions(\/resourcegroups)?$/i.test(type)) return false;
  const shape = world.shapeOf(type);
  if (shape === undefined) return body['location'] !== undefined;
  const { tags, location } = shape.members;
  // Where it is only shown, it is that of what the resource lies in.
  return tags !== undefined && location !== undefined && location.readOnly === undefined;
}

/** A resource that is asked for, as policies see it. */
export function asked(
  world: World,
  id: string,
  type: string,
  body: JsonObject,
  apiVersion: string,
): Evaluated {
  const names = parseId(id)?.names ?? [];
  return { world, id, type, body, apiVersion, name: names.at(-1) ?? '', fullName: names.join('/') };
}

/** Values of a policy's expressions for a resource. */
export function surroundingsOf(of: Evaluated, { origin, parameters }: EffectivePolicy): Surroundings {
  return { of, origin, parameters: parameters as { readonly [name: string]: Json }, frames: [], items: {} };
}
