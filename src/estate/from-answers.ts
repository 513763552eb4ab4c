import { Refusal, refuseIfAny } from '../problems/problem.ts';
import {
  prefixes,
  proposeRange,
  proposeSubnets,
  proposeTenantRange,
  workflowPrefix,
} from './address-plan.ts';
import type { Answers, EnvironmentAnswers, ModelAnswers } from './answers.ts';
import { defaultClassification, rulesOf } from './classification.ts';
import {
  type Environment,
  ESTATE_FORMAT,
  type Estate,
  estateSchema,
  type ModelDeployment,
} from './estate.ts';
import { zonesNeeded } from './integration.ts';
import { integrationFrom } from './integration-from-answers.ts';
import { problemOf } from './mistake.ts';
import { mistakesOf } from './mistakes.ts';
import { mistakesBeyond } from './repaired.ts';
import { schemaMistakes } from './schema-mistakes.ts';

/** An answer that is needed and has no default. */
export interface MissingAnswer {
  readonly id: string;
  readonly flag: string;
  readonly key: string;
  readonly message: string;
}

/** What has no safe default. */
export function missingAnswers(answers: Answers): MissingAnswer[] {
  const missing: (MissingAnswer | false)[] = [
    answers.organisation === undefined &&
      entry('organisation', '--name NAME', 'organisation', 'the name of the organisation'),
    answers.directoryId === undefined &&
      entry('directory', '--directory ID', 'tenants[].directoryId', 'the Entra directory'),
    answers.residency === undefined &&
      entry('residency', '--residency WHERE', 'residency', 'where prompts may be processed'),
    answers.region === undefined &&
      entry('region', '--region NAME', 'tenants[].environments[].region', 'the region'),
    (answers.environments ?? usualEnvironments).some(({ subscriptionId }) => subscriptionId === undefined) &&
      entry(
        'subscriptions',
        '--subscription ID',
        'tenants[].environments[].subscriptionId',
        'the subscription of each environment',
      ),
    answers.models === undefined &&
      entry(
        'models',
        '--model MODEL:VERSION:TYPE:CAPACITY',
        'tenants[].environments[].models',
        'the models to deploy',
      ),
  ];
  return [...missing, sqlAdministratorsMissing(answers)].filter((each) => each !== false);
}

/** A database has administrators or none can get in: that has no default. */
export function sqlAdministratorsMissing({ services, sqlAdministrators }: Answers): MissingAnswer | false {
  return (
    services?.includes('sql') === true &&
    sqlAdministrators === undefined &&
    entry(
      'sql-administrators',
      '--sql GROUP=OBJECTID',
      'tenants[].environments[].integration.sql.administrators',
      'the Entra group that administers the databases',
    )
  );
}

function entry(id: string, flag: string, key: string, message: string): MissingAnswer {
  return { id, flag, key, message };
}

/** Space of an estate whose user has no opinion. */
export const defaultAddressSpace = '10.40.0.0/16';
/** Where else to look when it is taken (RFC 1918). */
const otherSpaces = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];
const usualEnvironments: readonly EnvironmentAnswers[] = [{ name: 'dev' }, { name: 'prod' }];

/**
 * A complete estate from answers: every default filled in, every range chosen and fixed from then on. Throws a Refusal
 * with everything in the answers that can't be.
 */
export function estateFrom(
  answers: Answers,
  context: { estateId: string; existingRanges: readonly string[] },
): Estate {
  const reserved = answers.reservedRanges ?? [];
  const given = answers.environments ?? usualEnvironments;
  const used = [...context.existingRanges, ...reserved.map((entry) => entry.range)];
  const { space, tenantSpace } = spacesFor(answers, given, used);
  const taken = [...used, ...given.flatMap(({ addressSpace }) => addressSpace ?? [])];
  const environments: Environment[] = [];
  for (const environment of given) {
    const built = environmentFrom(environment, answers, tenantSpace, taken);
    environments.push(built);
    taken.push(built.addressSpace);
  }
  return checked({
    format: ESTATE_FORMAT,
    id: context.estateId,
    name: slug(answers.organisation ?? 'estate', 20),
    organisation: answers.organisation,
    cloud: answers.cloud ?? 'sandbox',
    residency: answers.residency,
    addressSpace: space,
    reservedRanges: reserved,
    tags: answers.tags ?? {},
    tenants: [
      {
        name: answers.tenant ?? 'main',
        directoryId: answers.directoryId,
        addressSpace: tenantSpace,
        groups: answers.groups ?? {},
        environments,
      },
    ],
  });
}

/** The estate that a value is. Throws a Refusal with everything in it that can't be. */
export function checked(given: unknown): Estate {
  const parsed = estateSchema.safeParse(given);
  const mistakes = parsed.success
    ? mistakesOf(parsed.data)
    : [...schemaMistakes(parsed.error.issues, given), ...mistakesBeyond(given, parsed.error.issues)];
  refuseIfAny(mistakes.map((mistake) => problemOf(mistake)));
  if (!parsed.success) throw new Error('answers without mistakes made no estate');
  return parsed.data;
}

/** The estate's range and its tenant's: in the given one, else in the first private one with room. */
function spacesFor(
  answers: Answers,
  environments: readonly EnvironmentAnswers[],
  used: readonly string[],
): { space: string; tenantSpace: string } {
  const spaces =
    answers.addressSpace === undefined ? [defaultAddressSpace, ...otherSpaces] : [answers.addressSpace];
  for (const space of spaces) {
    const tenantSpace = proposeTenantRange(space, environments.length, used);
    if (tenantSpace !== undefined) return { space, tenantSpace };
  }
  return noRoom(spaces.join(', '));
}

/** A complete environment, its range taken out of its tenant's. */
export function environmentFrom(
  given: EnvironmentAnswers,
  answers: Answers,
  tenantSpace: string,
  taken: readonly string[],
): Environment {
  const production = given.production ?? given.name.startsWith('prod');
  const classification = answers.classification ?? defaultClassification;
  const rules = rulesOf(classification, production);
  const addressSpace =
    given.addressSpace ?? needed(proposeRange(tenantSpace, prefixes.environment, taken), tenantSpace);
  const network = networkFrom(given, answers, addressSpace);
  const integration = integrationFrom(answers, rangeForWorkflows(network, addressSpace));
  return {
    name: given.name,
    subscriptionId: given.subscriptionId ?? '',
    region: answers.region ?? '',
    ...(answers.modelRegion === undefined || answers.modelRegion === answers.region
      ? {}
      : { modelRegion: answers.modelRegion }),
    production,
    classification,
    addressSpace,
    network,
    dns: dnsFrom(answers),
    ...(integration === undefined ? {} : { integration }),
    authentication: answers.authentication ?? 'entra',
    ...(rules.customerManagedKey ? { customerManagedKey: true as const } : {}),
    models: modelsFrom(answers.models ?? []),
    ...protectionFrom(answers, production),
    keyVault: { purgeProtection: rules.purgeProtection, softDeleteRetentionInDays: production ? 90 : 7 },
    logs: { mode: 'create', retentionInDays: rules.logRetentionInDays, dailyCapGb: production ? 5 : 1 },
    notifications: notificationsFrom(answers),
    ...(answers.budget === undefined || answers.budget === ''
      ? {}
      : { budget: { monthly: answers.budget, thresholds: [50, 80, 100] } }),
    usage: answers.usage ?? 'small',
    ...(answers.usageFigures && Object.keys(answers.usageFigures).length > 0
      ? { usageFigures: answers.usageFigures }
      : {}),
  };
}

/** Where a Logic App calls from: behind the subnets of ours; in an existing network only its owners know. */
function rangeForWorkflows(network: Environment['network'], addressSpace: string): string | undefined {
  if (network.mode === 'existing') return undefined;
  return proposeRange(addressSpace, workflowPrefix, Object.values(network.subnets));
}

/** Policies and locks of every environment; what is asked of a subscription, and billed there, of production alone. */
function protectionFrom(
  { policy, locks, defender, activityLog }: Answers,
  production: boolean,
): Pick<Environment, 'policy' | 'locks' | 'defender' | 'activityLog'> {
  return {
    ...(policy === undefined || policy === 'usual' ? {} : { policy }),
    ...(locks === undefined || locks === 'usual' ? {} : { locks: locks === 'everywhere' }),
    ...(production && defender && defender.length > 0 ? { defender: [...defender] } : {}),
    ...(production && activityLog === true ? { activityLog } : {}),
  };
}

function networkFrom(
  given: EnvironmentAnswers,
  answers: Answers,
  addressSpace: string,
): Environment['network'] {
  const { virtualNetworkId, privateEndpointSubnetId } = given;
  if (
    answers.network === 'existing' &&
    virtualNetworkId !== undefined &&
    privateEndpointSubnetId !== undefined
  ) {
    return { mode: 'existing', virtualNetworkId, privateEndpointSubnetId, callerRanges: [] };
  }
  const { firewallAddress } = answers;
  return {
    mode: 'create',
    subnets: needed(proposeSubnets(addressSpace), addressSpace),
    ...(firewallAddress === undefined ? {} : { firewallAddress }),
  };
}

function notificationsFrom({ emails = [], teams, itsm }: Answers): Environment['notifications'] {
  return {
    emails: [...emails],
    ...(teams && teams.length > 0 ? { teams: [...teams] } : {}),
    ...(itsm ? { itsm: [{ name: 'itsm', ...itsm }] } : {}),
  };
}

function dnsFrom(answers: Answers): Environment['dns'] {
  if (answers.dns === 'central' && answers.centralZones) {
    const { openai, keyVault } = answers.centralZones;
    const { centralZones } = answers;
    // Zones of services that are not asked for any more stay out.
    const others = zonesNeeded({ integration: integrationFrom(answers) }).flatMap((key) => {
      const zone = centralZones[key];
      return zone === undefined ? [] : [[key, zone] as const];
    });
    return { mode: 'central', openai, keyVault, ...Object.fromEntries(others) };
  }
  return answers.dns === 'policy' ? { mode: 'policy' } : { mode: 'own' };
}

/** Model deployments, each named after its model; a number tells apart those of the same model. */
function modelsFrom(given: readonly ModelAnswers[]): ModelDeployment[] {
  const names = new Set<string>();
  return given.map(({ name, model, version, deploymentType, capacity }) => {
    const wanted = name ?? model;
    let free = wanted;
    for (let number = 2; names.has(free.toLowerCase()); number += 1) free = `${wanted}-${number}`;
    names.add(free.toLowerCase());
    return { name: free, model, version, deploymentType, capacity, upgrade: 'OnceCurrentVersionExpired' };
  });
}

function needed<T>(found: T | undefined, space: string): T {
  return found ?? noRoom(space);
}

function noRoom(space: string): never {
  throw new Refusal([
    {
      code: 'GT-ESTATE-ADDRESSES',
      what: `${space} has no room left`,
      why: `an environment takes a /${prefixes.environment} that overlaps nothing else`,
      next: ['Give a larger or another range with --address-space.'],
    },
  ]);
}

/** A name as the file takes it: lower-case letters, digits and single hyphens. */
export function slug(text: string, maximum: number): string {
  const plain = text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '');
  return (plain || 'estate').slice(0, maximum).replace(/-+$/, '');
}
