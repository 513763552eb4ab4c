import { Refusal } from '../problems/problem.ts';
import { prefixes, proposeRange, proposeSubnets } from './address-plan.ts';
import type { Answers, EnvironmentAnswers } from './answers.ts';
import {
  type Environment,
  ESTATE_FORMAT,
  type Estate,
  estateSchema,
  type ModelDeployment,
} from './estate.ts';

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
    (answers.environments ?? []).every((environment) => environment.subscriptionId === undefined) &&
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
  return missing.filter((each) => each !== false);
}

function entry(id: string, flag: string, key: string, message: string): MissingAnswer {
  return { id, flag, key, message };
}

/** Space of an estate whose user has no opinion. */
export const defaultAddressSpace = '10.40.0.0/16';

/** A complete estate from answers: every default filled in, every range chosen and fixed from then on. */
export function estateFrom(
  answers: Answers,
  context: { estateId: string; existingRanges: readonly string[] },
): Estate {
  const space = answers.addressSpace ?? defaultAddressSpace;
  const reserved = answers.reservedRanges ?? [];
  const used = [...context.existingRanges, ...reserved.map((entry) => entry.range)];
  const tenantSpace = needed(
    proposeRange(space, prefixes.tenant, used) ?? proposeRange(space, prefixes.environment, used),
    space,
  );
  const environments: Environment[] = [];
  for (const environment of answers.environments ?? []) {
    const taken = [...used, ...environments.map((other) => other.addressSpace)];
    environments.push(environmentFrom(environment, answers, tenantSpace, taken));
  }
  return estateSchema.parse({
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

function environmentFrom(
  given: EnvironmentAnswers,
  answers: Answers,
  tenantSpace: string,
  taken: readonly string[],
): Environment {
  const production = given.production ?? given.name.startsWith('prod');
  const addressSpace =
    given.addressSpace ?? needed(proposeRange(tenantSpace, prefixes.environment, taken), tenantSpace);
  return {
    name: given.name,
    subscriptionId: given.subscriptionId ?? '',
    region: answers.region ?? '',
    ...(answers.modelRegion === undefined || answers.modelRegion === answers.region
      ? {}
      : { modelRegion: answers.modelRegion }),
    production,
    addressSpace,
    network: networkFrom(given, answers, addressSpace),
    dns: dnsFrom(answers),
    authentication: answers.authentication ?? 'entra',
    models: (answers.models ?? []).map(modelFrom),
    keyVault: { purgeProtection: production, softDeleteRetentionInDays: production ? 90 : 7 },
    logs: { mode: 'create', retentionInDays: production ? 90 : 30, dailyCapGb: production ? 5 : 1 },
    notifications: { emails: [...(answers.emails ?? [])] },
    ...(answers.budget === undefined || answers.budget === ''
      ? {}
      : { budget: { monthly: answers.budget, thresholds: [50, 80, 100] } }),
    usage: answers.usage ?? 'small',
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

function dnsFrom(answers: Answers): Environment['dns'] {
  if (answers.dns === 'central' && answers.centralZones) return { mode: 'central', ...answers.centralZones };
  return answers.dns === 'policy' ? { mode: 'policy' } : { mode: 'own' };
}

function modelFrom(model: NonNullable<Answers['models']>[number]): ModelDeployment {
  const { model: name, version, deploymentType, capacity } = model;
  return {
    name: model.name ?? name,
    model: name,
    version,
    deploymentType,
    capacity,
    upgrade: 'OnceCurrentVersionExpired',
  };
}

function needed<T>(found: T | undefined, space: string): T {
  if (found !== undefined) return found;
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
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '');
  return (plain || 'estate').slice(0, maximum).replace(/-+$/, '');
}
