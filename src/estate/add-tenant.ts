import { Refusal } from '../problems/problem.ts';
import { prefixes, proposeTenantRange } from './address-plan.ts';
import type { Answers, EnvironmentAnswers, ModelAnswers } from './answers.ts';
import { type Environment, type Estate, stampsOf, type Tenant, type UsageProfile } from './estate.ts';
import { checked, environmentFrom, type MissingAnswer, sqlAdministratorsMissing } from './from-answers.ts';

/** What a new tenant needs and nothing can stand for. */
export function missingTenantAnswers(answers: Answers): MissingAnswer[] {
  const { tenant, directoryId, environments = [] } = answers;
  const missing: (MissingAnswer | false)[] = [
    tenant === undefined && {
      id: 'tenant',
      flag: '--name NAME',
      key: 'tenants[].name',
      message: 'the name of the tenant',
    },
    directoryId === undefined && {
      id: 'directory',
      flag: '--directory ID',
      key: 'tenants[].directoryId',
      message: 'the Entra directory',
    },
    (environments.length === 0 ||
      environments.some(({ subscriptionId }) => subscriptionId === undefined)) && {
      id: 'subscriptions',
      flag: '--subscription ID',
      key: 'tenants[].environments[].subscriptionId',
      message: 'the subscription of each environment',
    },
  ];
  return [...missing, sqlAdministratorsMissing(answers)].filter((each) => each !== false);
}

/**
 * An estate with one tenant more: what was not answered is derived from the first tenant, its ranges from what is left.
 * Nothing of the others changes. Throws a Refusal with everything in the answers that can't be.
 *
 * @param existingRanges ranges of networks that exist in its subscriptions, and of networks that those are peered with
 */
export function withTenant(estate: Estate, answers: Answers, existingRanges: readonly string[]): Estate {
  const environments = answers.environments ?? [];
  const used = [...takenRanges(estate), ...existingRanges];
  const addressSpace =
    answers.addressSpace ??
    proposeTenantRange(estate.addressSpace, environments.length, used) ??
    noRoom(estate);
  const taken = [...used];
  const built: Environment[] = [];
  for (const given of environments) {
    const environment = environmentOf(given, answers, estate, addressSpace, taken);
    built.push(environment);
    taken.push(environment.addressSpace);
  }
  const tenant = {
    name: answers.tenant,
    directoryId: answers.directoryId,
    addressSpace,
    groups: answers.groups ?? {},
    ...(answers.tags === undefined ? {} : { tags: answers.tags }),
    environments: built,
  };
  return checked({ ...estate, tenants: [...estate.tenants, tenant] });
}

/** An estate without a tenant, and without what names only that one. */
export function withoutTenant(estate: Estate, name: string): Estate {
  const overrides = Object.entries(estate.naming.overrides).filter(([key]) => !key.startsWith(`${name}/`));
  return {
    ...estate,
    naming: { ...estate.naming, overrides: Object.fromEntries(overrides) },
    tenants: estate.tenants.filter((tenant) => tenant.name !== name),
  };
}

/** All that a new range has to stay away from: other tenants, reserved ranges, existing networks that are used. */
function takenRanges(estate: Estate): string[] {
  return [
    ...estate.tenants.map(({ addressSpace }) => addressSpace),
    ...stampsOf(estate).map(({ environment }) => environment.addressSpace),
    ...estate.reservedRanges.map(({ range }) => range),
  ];
}

function environmentOf(
  given: EnvironmentAnswers,
  answers: Answers,
  estate: Estate,
  addressSpace: string,
  taken: readonly string[],
): Environment {
  const { template, tenant } = templateFor(estate, given.name);
  const derived = derivedFrom(template, estate, tenant, answers);
  const environment = environmentFrom(given, { ...derived, ...answers }, addressSpace, taken);
  const retention =
    template.production === environment.production &&
    template.classification === environment.classification &&
    template.logs.mode === 'create';
  return { ...environment, ...(retention ? { logs: template.logs } : {}) };
}

/** The environment of the first tenant that a new one is modelled on: of the same name, else as productive, else any. */
function templateFor(estate: Estate, name: string): { template: Environment; tenant: Tenant } {
  const [tenant] = estate.tenants;
  const production = name.startsWith('prod');
  const template =
    tenant?.environments.find((each) => each.name === name) ??
    tenant?.environments.find((each) => each.production === production) ??
    tenant?.environments[0];
  if (!tenant || !template) throw new Error('an estate has at least one environment');
  return { template, tenant };
}

/**
 * What a new environment has from the one that it is modelled on. Loosened defaults, and what leads to networks, zones
 * or workspaces of others, are answered anew or not at all.
 */
function derivedFrom(template: Environment, estate: Estate, tenant: Tenant, answers: Answers): Answers {
  const region = answers.region ?? template.region;
  const modelRegion = template.modelRegion ?? (template.region === region ? undefined : template.region);
  const usage = answers.usage ?? template.usage;
  const sameDirectory = tenant.directoryId.toLowerCase() === answers.directoryId?.toLowerCase();
  return {
    region,
    classification: template.classification,
    ...(modelRegion === undefined ? {} : { modelRegion }),
    models: template.models.map((model) => sized(model, template.usage, usage)),
    emails: shared(estate, ({ emails }) => emails),
    ...sharedTeams(estate),
    usage,
    ...(template.budget ? { budget: template.budget.monthly } : {}),
    ...(template.dns.mode === 'policy' && sameDirectory ? { dns: 'policy' as const } : {}),
  };
}

/** How capacities of the sizes relate. */
const sizes: Readonly<Record<UsageProfile, number>> = { small: 1, medium: 3, large: 10 };

/** Pay-as-you-go capacity grows with the size; provisioned units have minimums and steps of their own. */
function sized(model: Environment['models'][number], from: UsageProfile, to: UsageProfile): ModelAnswers {
  const { name, model: of, version, deploymentType, capacity } = model;
  const factor = deploymentType.includes('Provisioned') ? 1 : sizes[to] / sizes[from];
  return { name, model: of, version, deploymentType, capacity: Math.max(1, Math.round(capacity * factor)) };
}

/** Who is told of alerts of every environment: those who run the estate, rather than a customer's own people. */
function shared(
  estate: Estate,
  of: (notifications: Environment['notifications']) => readonly string[],
): readonly string[] {
  const [first, ...others] = stampsOf(estate).map(({ environment }) => of(environment.notifications));
  const told = (emails: readonly string[], one: string): boolean =>
    emails.some((email) => email.toLowerCase() === one.toLowerCase());
  return (first ?? []).filter((email) => others.every((emails) => told(emails, email)));
}

function sharedTeams(estate: Estate): Pick<Answers, 'teams'> {
  const teams = shared(estate, (notifications) => notifications.teams ?? []);
  return teams.length > 0 ? { teams } : {};
}

function noRoom({ addressSpace }: Estate): never {
  throw new Refusal([
    {
      code: 'GT-ESTATE-ADDRESSES',
      what: `${addressSpace} has no room left for a tenant`,
      why: `a tenant takes at least a /${prefixes.environment} for each environment, which overlaps nothing else`,
      next: ['Widen `addressSpace` of the estate: nothing that exists follows from it.'],
    },
  ]);
}
