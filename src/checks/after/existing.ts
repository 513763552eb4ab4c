import { idKey } from '../../resource/arm-id.ts';
import type { JsonObject } from '../../resource/json.ts';
import {
  type CheckInput,
  designedOf,
  type Finding,
  failed,
  notApplicable,
  observedBody,
  ok,
} from '../rule.ts';

/** A designed resource as it exists. */
export interface Existing {
  readonly id: string;
  readonly title: string;
  readonly body: JsonObject;
}

/** Judges every designed resource of a type as it exists; one that is missing fails by itself. */
export function existing(
  input: CheckInput,
  type: string,
  judge: (resource: Existing, input: CheckInput) => readonly Finding[],
): readonly Finding[] {
  const designed = designedOf(input.design, type);
  if (designed.length === 0) return [notApplicable(`the design has no ${type}`)];
  return designed.flatMap(({ id, title }) => {
    const body = observedBody(input.observed, id);
    if (body) return judge({ id, title, body }, input);
    const standIn = input.observed?.standIns[idKey(id)];
    return [
      standIn === undefined ? missing(title, id) : ok(`${title}: somebody else's does the same`, standIn),
    ];
  });
}

/** The finding for a designed resource that isn't there. */
function missing(title: string, id: string): Finding {
  return failed(
    `${title} does not exist`,
    'gotthard plan shows what is missing, gotthard deploy builds it.',
    id,
  );
}
