import type { Answers, ModelAnswers } from '../estate/answers.ts';
import { type DeploymentType, deploymentTypes } from '../estate/estate.ts';
import { type Problem, refuseIfAny } from '../problems/problem.ts';

type Flags = Readonly<Record<string, unknown>>;

/** Flags that answer questions of the wizard. All that are wrong are named at once. */
export function answersFromFlags(flags: Flags): Answers {
  const problems: Problem[] = [];
  const models = texts(flags, 'model').map((text) => modelFrom(text, problems));
  const groups = groupsFrom(texts(flags, 'group'), problems);
  const integration = integrationFlags(flags, problems);
  refuseIfAny(problems);
  const simple = {
    cloud: text(flags, 'cloud'),
    organisation: text(flags, 'name'),
    directoryId: text(flags, 'directory'),
    residency: text(flags, 'residency'),
    classification: text(flags, 'classification'),
    region: text(flags, 'region'),
    modelRegion: text(flags, 'modelRegion'),
    addressSpace: text(flags, 'addressSpace'),
    authentication: text(flags, 'auth'),
    policy: text(flags, 'policy'),
    locks: text(flags, 'locks'),
    network: text(flags, 'network'),
    dns: text(flags, 'dns'),
    budget: text(flags, 'budget'),
    usage: text(flags, 'use'),
  };
  const given = Object.fromEntries(
    Object.entries(simple).filter(([, value]) => value !== undefined),
  ) as Answers;
  const environments = environmentsFrom(flags);
  const usageFigures = usageFiguresFrom(flags);
  return {
    ...given,
    ...integration,
    ...(Object.keys(usageFigures).length > 0 ? { usageFigures } : {}),
    ...(environments.length > 0 ? { environments } : {}),
    ...(models.length > 0 ? { models: models.flatMap((model) => model ?? []) } : {}),
    ...(Object.keys(groups).length > 0 ? { groups } : {}),
    ...(texts(flags, 'email').length > 0 ? { emails: texts(flags, 'email') } : {}),
    ...(texts(flags, 'defender').length > 0
      ? { defender: texts(flags, 'defender') as NonNullable<Answers['defender']> }
      : {}),
    ...(typeof flags['activityLog'] === 'boolean' ? { activityLog: flags['activityLog'] } : {}),
    ...(texts(flags, 'teams').length > 0 ? { teams: texts(flags, 'teams') } : {}),
  };
}

/** `--storage KIND`, `--cosmos`, `--sql GROUP=OBJECTID`, `--data-factory`: each asks for what it is about. */
function integrationFlags(
  flags: Flags,
  problems: Problem[],
): Pick<Answers, 'services' | 'storageKind' | 'sqlAdministrators'> {
  const storageKind = text(flags, 'storage') as Answers['storageKind'];
  const sql = text(flags, 'sql');
  const [, name, objectId] = /^(.{1,128})=([0-9a-f-]{36})$/i.exec(sql ?? '') ?? [];
  if (sql !== undefined && (name === undefined || objectId === undefined))
    problems.push(wrong('--sql', sql, 'GROUP=OBJECTID, the name and the object id of an Entra group'));
  const chosen = [
    ...(storageKind === undefined ? [] : (['storage'] as const)),
    ...(flags['cosmos'] === true ? (['cosmos'] as const) : []),
    ...(sql === undefined ? [] : (['sql'] as const)),
    ...(flags['dataFactory'] === true ? (['dataFactory'] as const) : []),
  ];
  return {
    ...(chosen.length === 0 ? {} : { services: chosen }),
    ...(storageKind === undefined ? {} : { storageKind }),
    ...(name === undefined || objectId === undefined ? {} : { sqlAdministrators: { name, objectId } }),
  };
}

function usageFiguresFrom(flags: Flags): NonNullable<Answers['usageFigures']> {
  const names = ['requestsPerDay', 'promptTokens', 'answerTokens', 'logGbPerDay'] as const;
  return Object.fromEntries(
    names.flatMap((name) => (typeof flags[name] === 'number' ? [[name, flags[name]]] : [])),
  );
}

/** `--environments dev,prod --subscription A --subscription B`: the subscriptions belong to them in their order. */
function environmentsFrom(flags: Flags): NonNullable<Answers['environments']> {
  const subscriptions = texts(flags, 'subscription');
  const named = texts(flags, 'environments');
  const names = named.length > 0 ? named : ['dev', 'prod'].slice(0, subscriptions.length);
  return names.map((name, index) => {
    const subscriptionId =
      subscriptions[index] ?? (subscriptions.length === 1 ? subscriptions[0] : undefined);
    return { name, ...(subscriptionId === undefined ? {} : { subscriptionId }) };
  });
}

function modelFrom(given: string, problems: Problem[]): ModelAnswers | undefined {
  const [model = '', version = '', type = '', capacity = ''] = given.split(':');
  const deploymentType = deploymentTypes.find((known) => known.toLowerCase() === type.toLowerCase());
  if (model !== '' && version !== '' && deploymentType && /^[1-9]\d*$/.test(capacity)) {
    return {
      model,
      version,
      deploymentType: deploymentType satisfies DeploymentType,
      capacity: Number(capacity),
    };
  }
  problems.push(
    wrong('--model', given, `MODEL:VERSION:TYPE:CAPACITY, with a type of ${deploymentTypes.join(', ')}`),
  );
  return undefined;
}

const roles = ['administrators', 'contributors', 'readers', 'applications'] as const;

function groupsFrom(given: readonly string[], problems: Problem[]): NonNullable<Answers['groups']> {
  const groups: Partial<Record<(typeof roles)[number], string>> = {};
  for (const entry of given) {
    const [role = '', objectId = ''] = entry.split('=');
    const known = roles.find((name) => name === role.toLowerCase() || name === `${role.toLowerCase()}s`);
    if (known && /^[0-9a-f-]{36}$/i.test(objectId)) groups[known] = objectId;
    else problems.push(wrong('--group', entry, `ROLE=OBJECTID, with a role of ${roles.join(', ')}`));
  }
  return groups;
}

function wrong(flag: string, value: string, allowed: string): Problem {
  return {
    code: 'GT-FLAG-WRONG',
    what: `${flag} ${value} is not understood`,
    why: `it takes ${allowed}`,
    next: [`Correct ${flag}.`],
  };
}

function text(flags: Flags, name: string): string | undefined {
  const value = flags[name];
  return typeof value === 'string' ? value : undefined;
}

function texts(flags: Flags, name: string): readonly string[] {
  const value = flags[name];
  return Array.isArray(value) ? value.map(String) : [];
}
