import { createHash } from 'node:crypto';
import type { Problem } from '../problems/problem.ts';
import { Refusal } from '../problems/problem.ts';
import { planJson } from '../report/json.ts';
import { canonicalJson, isObject, type Json } from '../resource/json.ts';
import type { Files } from './ports.ts';
import type { Preparation } from './prepare.ts';

/** Format of a saved plan. */
const SAVED_PLAN_FORMAT = 1;

/** A plan as a file: what `--json` prints, the bodies that will be sent, and what they were computed from. */
export function savedPlan(cloud: string, preparation: Preparation): string {
  const plans = preparation.stamps.map(({ plan }) => plan);
  const document = {
    ...planJson(cloud, preparation),
    saved: { format: SAVED_PLAN_FORMAT, hash: hashOf(plans), prices: hashOf(preparation.cost), plans },
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** Why a saved plan can't be run any more: what exists or the estate file has changed since. Empty: it can. */
export async function differsFromSaved(
  path: string,
  preparation: Preparation,
  ports: { files: Files },
): Promise<Problem[]> {
  const saved = savedPart(await ports.files.read(path), path);
  const plans = preparation.stamps.map(({ plan }) => plan);
  if (saved['hash'] === hashOf(plans)) return [];
  return [
    {
      code: 'GT-PLAN-STALE',
      what: `the plan in ${path} is not what would be done now`,
      why: 'the estate file, or something that exists, has changed since it was saved',
      next: [`Make it again: gotthard plan --out ${path}`],
    },
  ];
}

function savedPart(text: string | undefined, path: string): { readonly [key: string]: Json } {
  const refuse = (what: string, next: string) =>
    new Refusal([
      { code: 'GT-PLAN-FILE', what, why: 'deploy takes a file that plan --out has written', next: [next] },
    ]);
  if (text === undefined) throw refuse(`there is no file ${path}`, `gotthard plan --out ${path}`);
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw refuse(`${path} is not JSON`, `gotthard plan --out ${path}`);
  }
  const saved = isObject(document) ? document['saved'] : undefined;
  if (!isObject(saved)) throw refuse(`${path} is not a saved plan`, `gotthard plan --out ${path}`);
  if (Number(saved['format']) > SAVED_PLAN_FORMAT) {
    throw refuse(
      `${path} has the plan format ${Number(saved['format'])}`,
      'Update Gotthard, then run the same command again.',
    );
  }
  return saved;
}

function hashOf(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}
