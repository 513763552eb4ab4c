import { idKey, isWithin, parseArmId } from '../resource/arm-id.ts';
import type { IncidentInput } from './make-incident-plan.ts';
import { durationOf, makePlan } from './make-plan.ts';
import { isAdopted, isOwnedBy, ownerOf } from './ownership.ts';
import type { Action, StampPlan } from './plan.ts';
import { restrained, standing } from './restraints.ts';

const roleType = 'Microsoft.Authorization/roleAssignments';
const groupType = 'Microsoft.Resources/resourceGroups';

/** A role that is to go. */
export interface Unwanted {
  /** Of its assignment. */
  readonly id: string;
  /** `role Reader for Ada Muster` */
  readonly title: string;
  readonly reason: string;
  /** Whether its holder was deleted: Azure gives nothing to those, so that it can't come back. */
  readonly forGood: boolean;
}

/**
 * Takes some roles away, whoever gave them, and touches nothing else. Only within groups of the stamp itself: in what was
 * adopted, rights are their owner's. Pure.
 */
export function accessRemovalPlan(
  { design, observed, kinds }: IncidentInput,
  unwanted: readonly Unwanted[],
): StampPlan {
  const owner = ownerOf(design);
  const groups = design.resources.filter(({ id, type }) => {
    const body = type === groupType ? observed.resources[idKey(id)] : undefined;
    return body && isOwnedBy(body, kinds.get(type), owner) && !isAdopted(body, kinds.get(type));
  });
  const isOurPlace = ({ id }: Unwanted): boolean => groups.some((group) => isWithin(id, group.id));
  const kind = kinds.get(roleType);
  const removal = ({ id, title, reason, forGood }: Unwanted): Action => ({
    key: id,
    id,
    type: roleType,
    title,
    step: 'Access control',
    action: 'remove',
    dependsOn: [],
    changes: [],
    reason,
    typicalMs: kind.typicalMs.remove,
    ...(forGood ? { irreversible: true } : {}),
  });
  const going = unwanted.filter(isOurPlace).map(removal);
  const before = going.filter(({ irreversible }) => !irreversible);
  const last = going
    .filter(({ irreversible }) => irreversible)
    .map((action) => ({ ...action, dependsOn: before.map(({ key }) => key) }));
  const taken = [...before, ...last];
  const left = standing(design, observed, kinds);
  const actions = restrained([...taken, ...left], observed, kinds).filter((action) => !left.includes(action));
  const nothing = { ...design, resources: [], uses: [], loosened: [] };
  const plan = makePlan(nothing, { ...observed, orphans: [] }, kinds, { adopt: false });
  return {
    ...plan,
    actions,
    expectedDurationMs: durationOf(actions, kinds),
    pointOfNoReturn: last.map(({ id }) => id),
    access: {
      assignments: taken.map(({ id }) => id),
      notes: [
        ...unwanted
          .filter((each) => !isOurPlace(each))
          .map(({ id, title }) => `${title} stays: ${parseArmId(id).resourceGroup} is not ours.`),
        ...(last.length > 0
          ? ['What was held by somebody who is deleted can not be given back; it goes last.']
          : []),
        // Source: https://learn.microsoft.com/azure/role-based-access-control/troubleshooting
        ...(actions.length > 0
          ? ['Azure may take up to ten minutes until a role that is gone works nowhere any more.']
          : []),
      ],
    },
  };
}
