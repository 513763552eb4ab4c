import type { Action, PropertyChange } from '../../plan/plan.ts';
import { idKey, sameId } from '../../resource/arm-id.ts';
import type { JsonObject } from '../../resource/json.ts';
import type { Step } from '../../resource/step.ts';
import { handOverCommand } from '../hand-over-command.ts';
import { incidentActs } from '../incident-acts.ts';
import {
  type Check,
  type CheckInput,
  designedOf,
  type Finding,
  failed,
  notApplicable,
  observedBody,
  ok,
} from '../rule.ts';
import { changesOf } from './areas.ts';

/** A designed resource as it exists. */
export interface Existing {
  readonly id: string;
  readonly title: string;
  readonly body: JsonObject;
}

/** What a check says of a resource beyond its being as designed. */
export type Judge = (resource: Existing, input: CheckInput) => readonly Finding[];

/** What mends a deviation: a deployment, but for what an incident has cut off, which a deployment leaves so. */
function mending(input: CheckInput): string {
  return incidentActs(input).length > 0
    ? 'gotthard incident restore puts back what an incident has cut off; then gotthard verify again.'
    : 'gotthard verify --fix shows what mends it, gotthard deploy does.';
}

/** Resources of a type, all of them or those of one step. */
export type Among = string | { readonly type: string; readonly step: Step };

/**
 * Judges every designed resource of a type as it exists. One that is missing fails by itself, and so does one of which
 * a property that this check answers for is not as designed.
 */
export function existing(
  input: CheckInput,
  check: Check['id'],
  among: Among,
  judge: Judge,
): readonly Finding[] {
  const { type, step } = typeof among === 'string' ? { type: among, step: undefined } : among;
  const designed = designedOf(input.design, type).filter(
    (resource) => step === undefined || resource.step === step,
  );
  if (designed.length === 0) return [notApplicable(`the design has no ${type}`)];
  return designed.flatMap(({ id, title }) => {
    const body = observedBody(input.observed, id);
    if (!body) {
      const standIn = input.observed?.standIns[idKey(id)];
      return [
        standIn === undefined
          ? failed(`${title} does not exist`, handOverCommand(input, id) ?? mending(input), id)
          : ok(`${title}: somebody else's does the same`, standIn),
      ];
    }
    const judged = judge({ id, title, body }, input);
    if (judged.some(({ status }) => status === 'failed')) return judged;
    const changes = deviations(input, check, id);
    return changes.length === 0
      ? judged
      : [failed(`${title} is not as designed`, mending(input), `${id}: ${told(changes)}`)];
  });
}

/** A check that has nothing to say but whether all of some types is as designed. */
export function asDesigned(
  check: Pick<Check, 'id' | 'checklist' | 'title' | 'risk' | 'about'> & { readonly types: readonly string[] },
): Check {
  const { types, ...rest } = check;
  const run = (input: CheckInput): readonly Finding[] => {
    const present = types.filter((type) => designedOf(input.design, type).length > 0);
    if (present.length === 0) return [notApplicable(`the design has none of ${types.join(', ')}`)];
    return present.flatMap((type) =>
      existing(input, check.id, type, ({ id, title }) => [ok(`${title} is as designed`, id)]),
    );
  };
  return { ...rest, stage: 'after', run };
}

/** What of a resource differs from the design, as far as this check answers for it. */
export function deviations(input: CheckInput, check: Check['id'], id: string): readonly PropertyChange[] {
  const actions = (input.plan?.actions ?? []).filter(
    (action: Action) => sameId(action.id, id) && action.action !== 'create' && action.action !== 'remove',
  );
  return actions.flatMap((action) => changesOf(check, action));
}

/** Changes as evidence: what is there, and what should be. */
export function told(changes: readonly PropertyChange[]): string {
  return changes
    .map(({ path, before, after }) => `${path} is ${shown(before)}, not ${shown(after)}`)
    .join('; ');
}

function shown(value: unknown): string {
  const text = value === undefined ? 'absent' : JSON.stringify(value);
  return text.length > 120 ? `${text.slice(0, 117)}…` : text;
}
