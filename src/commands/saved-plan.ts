import type { Problem } from '../problems/problem.ts';
import { Refusal } from '../problems/problem.ts';
import { planJson } from '../report/json.ts';
import { isObject, type Json, type JsonObject } from '../resource/json.ts';
import { hashOf } from './hash-of.ts';
import type { Files } from './ports.ts';
import type { Planned, Preparation } from './prepare.ts';

type Prepared = Pick<Planned, 'stamp' | 'plan'>;

/** Format of a saved plan. */
const SAVED_PLAN_FORMAT = 1;

/** A plan that was saved: what running exactly it needs to know. */
export interface SavedPlan {
  readonly path: string;
  readonly cloud: string;
  /** Whether it takes over what is not ours. */
  readonly adopt: boolean;
  /** `tenant/environment` of each stamp that it plans. */
  readonly stamps: readonly string[];
  /** The estate that it was made from, for a folder without an estate file. */
  readonly estate: Json;
  readonly hash: string;
  readonly prices: string;
}

/** A plan as a file: what `--json` prints, the bodies that will be sent, and what they were computed from. */
export function savedPlan(
  cloud: string,
  preparation: Preparation<Prepared>,
  { adopt }: { adopt: boolean },
): string {
  const plans = preparation.stamps.map(({ plan }) => plan);
  const saved = {
    format: SAVED_PLAN_FORMAT,
    hash: hashOfPlans(preparation.stamps.map((each) => ({ ...each, hash: hashOf(each.plan.actions) }))),
    prices: pricesOf(preparation),
    adopt,
    estate: preparation.stamps[0]?.stamp.estate,
    plans,
  };
  return `${JSON.stringify({ ...planJson(cloud, preparation), saved }, null, 2)}\n`;
}

/** Reads a saved plan; throws a Refusal when it is none. */
export async function readSavedPlan(path: string, files: Files): Promise<SavedPlan> {
  const { cloud, saved } = parts(await files.read(path), path);
  const plans = Array.isArray(saved['plans']) ? (saved['plans'] as readonly Json[]).filter(isObject) : [];
  return {
    path,
    cloud,
    adopt: saved['adopt'] === true,
    stamps: plans.map((plan) => `${plan['tenant']}/${plan['environment']}`),
    estate: saved['estate'] ?? null,
    hash: String(saved['hash']),
    prices: String(saved['prices']),
  };
}

/** Refuses to run a saved plan on another cloud than the one that it was compared with. */
export function refuseOtherCloud(saved: SavedPlan, cloud: string): void {
  if (saved.cloud === cloud) return;
  throw new Refusal(
    [
      {
        code: 'GT-PLAN-CLOUD',
        what: `the plan in ${saved.path} was made for the cloud ${saved.cloud}, not for ${cloud}`,
        why: 'a plan is run on the cloud that it was compared with',
        next: [`Take --cloud ${cloud} away, or make the plan again with it.`],
      },
    ],
    4,
  );
}

/** Why a saved plan can't be run any more: what exists or the estate file has changed since. Empty: it can. */
export function differsFromSaved(saved: SavedPlan, preparation: Preparation): Problem[] {
  if (saved.hash === hashOfPlans(preparation.stamps)) return [];
  return [
    {
      code: 'GT-PLAN-STALE',
      what: `the plan in ${saved.path} is not what would be done now`,
      why: 'the estate file, or something that exists, has changed since it was saved',
      next: [`Make it again: gotthard plan --out ${saved.path}`],
    },
  ];
}

/** Whether the plan would cost something else by now: said, but no reason to refuse it. */
export function pricesDiffer(saved: SavedPlan, preparation: Preparation): boolean {
  return saved.prices !== pricesOf(preparation);
}

/** A hash of what is paid for each unit, and of the rate: ages and sources of prices change by the day. */
function pricesOf({ cost }: Pick<Preparation, 'cost'>): string {
  const lines = cost.lines.map(({ stamp, service, meter, region, unitPrice }) => [
    stamp,
    service,
    meter,
    region,
    unitPrice,
  ]);
  return hashOf([cost.fx.usdChf, lines]);
}

function parts(text: string | undefined, path: string): { cloud: string; saved: JsonObject } {
  const refuse = (what: string, next: string) =>
    new Refusal([
      { code: 'GT-PLAN-FILE', what, why: 'deploy takes a file that plan --out has written', next: [next] },
    ]);
  if (text === undefined) throw refuse(`there is no file ${path}`, `gotthard plan --out ${path}`);
  let document: Json;
  try {
    document = JSON.parse(text) as Json;
  } catch {
    throw refuse(`${path} is not JSON`, `gotthard plan --out ${path}`);
  }
  const saved = isObject(document) ? document['saved'] : undefined;
  if (!isObject(document) || !isObject(saved))
    throw refuse(`${path} is not a saved plan`, `gotthard plan --out ${path}`);
  if (Number(saved['format']) > SAVED_PLAN_FORMAT) {
    throw refuse(
      `${path} has the plan format ${Number(saved['format'])}`,
      'Update Gotthard, then run the same command again.',
    );
  }
  return { cloud: String(document['cloud']), saved };
}

/** A hash of all that plans do, from what is left of them. */
function hashOfPlans(stamps: readonly Planned[]): string {
  return hashOf(stamps.map(({ plan: { actions, ...plan }, hash }) => ({ ...plan, hash })));
}
