import { kinds } from '../../src/azure/catalogue.ts';
import type { CheckResult } from '../../src/checks/check.ts';
import { runChecks } from '../../src/checks/index.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import { idKey } from '../../src/resource/arm-id.ts';
import { isObject, type JsonObject } from '../../src/resource/json.ts';
import { aStamp, everything } from '../kit/deployment.ts';
import { integrated } from '../kit/integrated.ts';
import { asDesigned, type Existing, looked } from './planted-leaks.ts';

export type { Existing };

const { estate } = integrated(aStamp({ ...everything, authentication: 'entra' }));

function existing(): Existing {
  const [stamp] = asDesigned(estate);
  if (!stamp) throw new Error('the estate has no stamp');
  return stamp;
}

/** Id of the first resource of a type. */
export function idOf({ design }: Existing, type: string): string {
  const found = design.resources.find((each) => each.type === type);
  if (!found) throw new Error(`the design has no ${type}`);
  return found.id;
}

/** What verification says fails when everything is as designed but for what is done to it. */
function failures(...acts: ((stamp: Existing) => void)[]): CheckResult[] {
  const stamp = existing();
  for (const act of acts) act(stamp);
  const stamps = looked([stamp]).map(({ design, observed, facts }) => {
    if (!observed || !facts) throw new Error('nothing was looked at');
    return { design, observed, facts, plan: makePlan(design, observed, kinds, { adopt: false }) };
  });
  return runChecks('after', { estate, stamps, today: '2026-11-26' }).filter(
    ({ status }) => status === 'failed',
  );
}

/** What fails by an act that does not fail without it, of a stamp as it is at first. */
export function byAct(
  done: (stamp: Existing) => void,
  atFirst: (stamp: Existing) => void = () => undefined,
): CheckResult[] {
  const before = failures(atFirst).map(({ message }) => message);
  return failures(atFirst, done).filter(({ message }) => !before.includes(message));
}

/** The same by a change of the properties of the first resource of a type. */
export function by(type: string, change: (properties: JsonObject) => JsonObject): CheckResult[] {
  return byAct((stamp) => {
    const key = idKey(idOf(stamp, type));
    const body = stamp.resources.get(key) ?? {};
    const properties = isObject(body['properties']) ? body['properties'] : {};
    stamp.resources.set(key, { ...body, properties: change(properties) });
  });
}
