import { handedOverTypes } from '../facts/handed-over.ts';
import { handOverOf } from '../plan/hand-over.ts';
import { sameId } from '../resource/arm-id.ts';
import { at } from '../resource/json.ts';
import { resolveReferences } from '../resource/reference.ts';
import { type CheckInput, observedBody } from './rule.ts';

/**
 * How a resource that is handed over comes about: the command by which an owner of the subscription makes it exactly as
 * it is designed, with what Azure has made by now in it; undefined where it is made by Gotthard itself.
 */
export function handOverCommand({ design, observed }: CheckInput, id: string): string | undefined {
  const { toOwner, waiting } = handOverOf(design, observed);
  if (waiting.some((each) => sameId(each.id, id)))
    return 'gotthard deploy makes it once what is handed over to the owner is there.';
  const resource = toOwner.find((each) => sameId(each.id, id));
  if (resource === undefined) return undefined;
  let isKnown = true;
  const body = resolveReferences(resource.body, {
    reference: (target) => {
      const value = at(observedBody(observed, target.id), `/${target.property.replaceAll('.', '/')}`);
      isKnown &&= value !== undefined;
      return value ?? null;
    },
    date: (date) => date,
  });
  if (!isKnown)
    return 'gotthard deploy first makes what it refers to, and then tells the command for its owner.';
  const version = handedOverTypes[resource.type.toLowerCase()];
  // In single quotes a shell takes everything but a single quote as it stands.
  const quoted = JSON.stringify(body).replaceAll("'", "'\\''");
  return `An owner in directory ${design.directoryId} runs: az rest --method put --url '${resource.id}?api-version=${version}' --body '${quoted}'`;
}
