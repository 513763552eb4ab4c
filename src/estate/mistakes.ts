import { maximumTags } from '../facts/limits.ts';
import { addressMistakes } from './address-mistakes.ts';
import { type Estate, stampsOf } from './estate.ts';
import { idMistakes } from './id-mistakes.ts';
import { type Mistake, type Path, valueAt } from './mistake.ts';
import { nameMistakes } from './name-mistakes.ts';
import { residencyMistakes } from './residency.ts';

/** Everything beyond the schema that can't be, all at once. */
export function mistakesOf(estate: Estate): Mistake[] {
  return [
    ...duplicates(estate),
    ...sharedSubscriptions(estate),
    ...undecidedState(estate),
    ...tooManyTags(estate),
    ...addressMistakes(estate),
    ...residencyMistakes(estate),
    ...idMistakes(estate),
    ...nameMistakes(estate),
  ];
}

function duplicates(estate: Estate): Mistake[] {
  const lists = [
    { path: ['tenants'], names: estate.tenants.map(({ name }) => name) },
    ...estate.tenants.flatMap(({ environments }, t) => [
      { path: ['tenants', t, 'environments'], names: environments.map(({ name }) => name) },
      ...environments.map(({ models }, e) => ({
        path: ['tenants', t, 'environments', e, 'models'],
        names: models.map(({ name }) => name),
      })),
    ]),
  ];
  return lists.flatMap(({ path, names }) =>
    repeated(names).map(({ index, first }) => {
      const at = [...path, index, 'name'];
      return {
        path: at,
        value: valueAt(estate, at),
        code: 'GT-ESTATE-DUPLICATE',
        why: `${[...path].at(-1)} have names of their own, and number ${first + 1} is called so already`,
        next: 'Allowed: a name that no other in the list has.',
        involves: [[...path, first, 'name']],
      };
    }),
  );
}

/** What stands in a list for the second time or more, and where it stands first. Azure compares names without case. */
function repeated(names: readonly string[]): { index: number; first: number }[] {
  const keys = names.map((name) => name.toLowerCase());
  return keys.flatMap((key, index) => {
    const first = keys.indexOf(key);
    return first < index ? [{ index, first }] : [];
  });
}

/** A subscription is the wall between tenants: whoever may do something in it may do it to all that is in it. */
function sharedSubscriptions(estate: Estate): Mistake[] {
  if (estate.allowSharedSubscriptions) return [];
  const holders = new Map<string, { tenant: string; path: Path }>();
  return stampsOf(estate).flatMap(({ tenant, environment }) => {
    const path = [
      ...['tenants', estate.tenants.indexOf(tenant)],
      ...['environments', tenant.environments.indexOf(environment), 'subscriptionId'],
    ];
    const key = environment.subscriptionId.toLowerCase();
    const holder = holders.get(key);
    holders.set(key, holder ?? { tenant: tenant.name, path });
    if (holder === undefined || holder.tenant === tenant.name) return [];
    return [
      {
        path,
        value: environment.subscriptionId,
        code: 'GT-ESTATE-SHARED',
        why: `it holds tenant ${holder.tenant} too, and a tenant has subscriptions of its own`,
        next: 'Choose another subscription; or write `allowSharedSubscriptions: true`, which every plan then repeats.',
        involves: [holder.path],
      },
    ];
  });
}

/** Locks in two places would be two locks. */
function undecidedState({ state }: Estate): Mistake[] {
  if (!state || (state.container === undefined) !== (state.dnsZone === undefined)) return [];
  return [
    {
      path: ['state'],
      value: state,
      code: 'GT-ESTATE-STATE',
      why:
        state.container === undefined
          ? 'it names no place for the locks'
          : 'it names two places for the locks',
      next: 'Allowed: `container` or `dnsZone`, one of them.',
    },
  ];
}

/** Tags that every resource gets from Gotthard. */
const ownTags = 5;

function tooManyTags(estate: Estate): Mistake[] {
  const found = stampsOf(estate).flatMap(({ tenant, environment }) => {
    const layers = [estate.tags, tenant.tags ?? {}, environment.tags ?? {}];
    const count = new Set(layers.flatMap(Object.keys).map((key) => key.toLowerCase())).size;
    const room =
      (environment.dns.mode === 'own' ? maximumTags.privateDnsZone : maximumTags.resource) - ownTags;
    if (count <= room) return [];
    const deepest: Path = environment.tags
      ? ['tenants', estate.tenants.indexOf(tenant), 'environments', tenant.environments.indexOf(environment)]
      : tenant.tags
        ? ['tenants', estate.tenants.indexOf(tenant)]
        : [];
    return [
      {
        path: [...deepest, 'tags'],
        value: valueAt(estate, [...deepest, 'tags']),
        code: 'GT-ESTATE-TAGS',
        why: `${tenant.name}/${environment.name} would carry ${count} tags of yours`,
        next: `Allowed: ${room} over estate, tenant and environment together.`,
      },
    ];
  });
  return [...new Map(found.map((mistake) => [JSON.stringify(mistake.path), mistake])).values()];
}
