import type { Json } from '../../src/sandbox/json.ts';
import { helvetiaAiDev } from '../../src/sandbox/seed-directories.ts';
import type { Answer, Cloud } from '../kit/sandbox.ts';

const scope = `/subscriptions/${helvetiaAiDev.id}`;
const version = '?api-version=2024-05-01';

/** Built-in definitions that tests assign. */
export const builtIn = {
  locations: 'e56962a6-4747-49cd-b67b-bf8b01975c4c',
  groupLocations: 'e765b5de-1225-4ba3-bd56-1ac6695af988',
  types: 'a08ec900-254a-4555-9bf5-e42af04b5c5c',
  accountNetwork: '037eea7a-bd0a-46c5-9a66-03aea78705d3',
  accountPrivateLink: 'd6759c02-b87f-42b7-892e-71b3f471d782',
  accountNoKeys: '71ef260a-8f18-47b7-abcb-62d0673d94dc',
  accountOwnKey: '67121cc7-ff39-4ab8-b7e3-95b84dab487d',
  accountNoPublicAccess: '47ba1dd7-28d9-4b07-a8d5-9813bed64e0c',
  accountDnsZone: 'c4bc6f10-cb41-49eb-b000-d5ab82e2a091',
  accountIdentity: 'fe3fd216-4f83-4fc1-8984-2bbec80a3418',
  accountLogs: '1b4d1c4e-934c-4703-944c-27c82c06bebb',
  vaultNoPublicAccess: '405c5871-3e91-4644-8a63-58e19d68ff5b',
  vaultFirewall: '55615ac9-af46-4a59-874e-391cc3dfb490',
  vaultPurgeProtection: '0b60c0b2-2dc2-4e1c-b5c9-abbed971de53',
  vaultRoles: '12d4fa5e-1f9f-4c21-97a9-b99b3c6611b5',
  secretExpiry: '98728c90-32c7-4049-8429-847dc0f4fe37',
  privateSubnets: '7bca8353-aa3b-429b-904a-9229c4385837',
  tag: '871b6d14-10aa-478d-b590-94f262ecfa99',
  tagAndValue: '1e30110a-5ceb-460c-a204-c1c3969c6d62',
  groupTag: '96670d01-0a4d-4649-9c89-2d3abc0a5025',
  groupTagAndValue: '8ce3da23-7156-49e4-b145-24f95f9dcb46',
  setTag: '5ffd78d9-436d-4b41-a421-5baa819e3008',
  inheritTag: 'cd3aa116-8754-49c9-a813-ad46512ece54',
  appendTag: '2a0e14a6-b0a6-4fab-991a-187a4f81c498',
  storageTls: 'fe83a0eb-a853-422d-aac2-1bffd182c5d0',
  workspaceNoPublicAccess: '6c53d030-cc64-46f0-906d-2bc061cd1334',
} as const;

/** Id of a built-in definition. */
export const builtInId = (name: keyof typeof builtIn): string =>
  `/providers/Microsoft.Authorization/policyDefinitions/${builtIn[name]}`;

/** Path of a custom definition, a set, an assignment at a scope. */
export const definitionPath = (name: string): string =>
  `${scope}/providers/Microsoft.Authorization/policyDefinitions/${name}${version}`;
export const setPath = (name: string): string =>
  `${scope}/providers/Microsoft.Authorization/policySetDefinitions/${name}${version}`;
export const assignmentPath = (name: string, at = scope): string =>
  `${at}/providers/Microsoft.Authorization/policyAssignments/${name}${version}`;

/** Body of an assignment, with values of parameters. */
export function assignmentOf(
  policyDefinitionId: string,
  values: { readonly [name: string]: Json } = {},
  changes: object = {},
) {
  const parameters = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value }]));
  return { properties: { displayName: 'of a test', policyDefinitionId, parameters, ...changes } };
}

/** Assigns a built-in definition at the subscription (or a scope); fails the test when it is refused. */
export async function assign(
  cloud: Cloud,
  name: keyof typeof builtIn,
  values: { readonly [name: string]: Json } = {},
  { at = scope, ...changes }: { readonly at?: string; readonly [member: string]: unknown } = {},
): Promise<Answer> {
  const answer = await cloud.call('PUT', assignmentPath(name, at), {
    ...assignmentOf(builtInId(name), values, changes),
    location: 'switzerlandnorth',
    identity: { type: 'SystemAssigned' },
  });
  if (answer.status !== 201) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
  return answer;
}

/** A policy rule. Built from pairs, because an object with a `then` of its own is taken for a promise. */
export function ruleOf(condition: Json, effect: string, details?: Json): Json {
  const then: Json = { effect, ...(details === undefined ? {} : { details }) };
  return Object.fromEntries([
    ['if', condition],
    ['then', then],
  ]);
}

/** A custom definition of a rule. */
export function definitionOf(condition: Json, changes: object = {}) {
  return {
    properties: {
      mode: 'All',
      displayName: 'a rule of a test',
      policyRule: ruleOf(condition, 'deny'),
      ...changes,
    },
  };
}

/** Puts a custom definition and assigns it; fails the test when either is refused. */
export async function enforce(
  cloud: Cloud,
  condition: Json,
  changes: object = {},
  at = scope,
): Promise<void> {
  const put = await cloud.call('PUT', definitionPath('custom'), definitionOf(condition, changes));
  if (put.status !== 201) throw new Error(`${put.status} ${JSON.stringify(put.body)}`);
  const id = `${scope}/providers/Microsoft.Authorization/policyDefinitions/custom`;
  const assigned = await cloud.call('PUT', assignmentPath('custom', at), assignmentOf(id));
  if (assigned.status !== 201) throw new Error(`${assigned.status} ${JSON.stringify(assigned.body)}`);
}
