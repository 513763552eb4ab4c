import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { kinds } from '../../src/azure/catalogue.ts';
import { makeDesign } from '../../src/design/make-design.ts';
import { namesOf } from '../../src/estate/naming.ts';
import { roles } from '../../src/facts/roles.ts';
import { at, isObject, type Json, type JsonObject } from '../../src/resource/json.ts';
import { observe } from '../../src/run/observe.ts';
import { Requests } from '../../src/run/requests.ts';
import { cloneSandbox } from '../../src/sandbox/sandbox.ts';
import { helvetiaAiDev, helvetiaCare, reader } from '../../src/sandbox/seed-directories.ts';
import { aStamp, deployInProcess, planOf, registered } from '../kit/deployment.ts';
import { integrated } from '../kit/integrated.ts';
import { cloudOf } from '../kit/sandbox.ts';
import { type TestCloud, testCloud } from '../kit/test-cloud.ts';

const stamp = integrated(aStamp(), { logicApp: { subnet: '10.40.3.0/28' } });
const design = makeDesign(stamp);
const project = new URL('../../templates/logic-app/', import.meta.url);
const read = (path: string): JsonObject =>
  JSON.parse(readFileSync(new URL(path, project), 'utf8')) as JsonObject;

const workflows = readdirSync(project, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => [name, read(`${name}/workflow.json`)] as const);

/** Settings of the app that is designed. */
const settings = design.resources.find(({ id }) => id.endsWith('/config/appsettings'))?.body['properties'];

/** Parameters of the project, their settings read as the app reads them. */
const parameters = Object.fromEntries(
  Object.entries(read('parameters.json')).map(([name, declared]) => {
    const setting = /^@appsetting\('(\w+)'\)$/.exec(String(at(declared, '/value')))?.[1] ?? '';
    return [name, isObject(settings) ? settings[setting] : undefined];
  }),
);

/** A value with its expressions evaluated: those of parameters and of the message, and no others. */
function evaluated(value: Json | undefined, message: string): Json {
  if (Array.isArray(value)) return value.map((each: Json) => evaluated(each, message));
  if (isObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [name, evaluated(member, message)]),
    );
  }
  if (typeof value !== 'string') return value ?? null;
  return value.replaceAll(/@\{(.*?)\}/g, (_, expression: string) => {
    const name = /^parameters\('(\w+)'\)$/.exec(expression)?.[1];
    if (name !== undefined) return String(parameters[name]);
    if (expression === "triggerBody()['message']") return message;
    throw new Error(`nobody here evaluates ${expression}`);
  });
}

it('every parameter is a setting that the app is deployed with, and none is a secret', () => {
  expect(Object.entries(parameters)).not.toEqual([]);
  for (const value of Object.values(parameters)) expect(value).toMatch(/^[\w.:/-]+$/);
});

describe.each(workflows)('the workflow %s', (_name, workflow) => {
  const inputs = at(workflow, '/definition/actions/Ask/inputs');

  it('keeps nothing of a message, and its content out of what is shown of a run', () => {
    expect(workflow['kind']).toBe('Stateless');
    for (const part of ['triggers/Message', 'actions/Ask'])
      expect(at(workflow, `/definition/${part}/runtimeConfiguration/secureData/properties`)).toEqual([
        'inputs',
        'outputs',
      ]);
    expect(at(workflow, '/definition/actions/Answer/runtimeConfiguration/secureData/properties')).toEqual([
      'inputs',
    ]);
  });

  it('signs in as the app itself, without a key', () => {
    expect(at(inputs, '/authentication')).toEqual({
      type: 'ManagedServiceIdentity',
      audience: "@{parameters('audience')}",
    });
    expect(JSON.stringify(workflow)).not.toMatch(/api-key|connectionString|password|[?&]sig=/i);
  });

  it('answers whoever asks, also when the model does not', () => {
    const actions = at(workflow, '/definition/actions');
    const responses = Object.values(isObject(actions) ? actions : {}).filter(
      (action) => at(action, '/type') === 'Response',
    );
    const after = responses.map((action) => at(action, '/runAfter/Ask'));
    expect(after).toEqual([['Succeeded'], ['Failed', 'TimedOut']]);
  });
});

describe('called from the subnet of the Logic App, with its one role', () => {
  let deployed: TestCloud;
  const names = namesOf(stamp);
  const group = (name: string): string =>
    `/subscriptions/${helvetiaAiDev.id}/resourceGroups/rg-main-dev-${name}/providers`;
  const account = `${group('ai')}/Microsoft.CognitiveServices/accounts/${names.account}`;
  const network = `${group('network')}/Microsoft.Network/virtualNetworks/vnet-main-dev/subnets`;

  beforeAll(async () => {
    deployed = testCloud();
    await registered(deployed, design);
    const { result } = await deployInProcess(deployed, stamp);
    expect(result).toMatchObject({ outcome: 'succeeded' });
    const cloud = cloudOf(
      deployed.sandbox,
      () => deployed.clock.now(),
      () => undefined,
    );
    const role = `${account}/providers/Microsoft.Authorization/roleAssignments/${roles['Reader']}`;
    const { status } = await cloud.call('PUT', `${role}?api-version=2022-04-01`, {
      properties: {
        roleDefinitionId: `/subscriptions/${helvetiaAiDev.id}/providers/Microsoft.Authorization/roleDefinitions/${roles['Cognitive Services OpenAI User']}`,
        principalId: reader.objectId,
        principalType: 'User',
      },
    });
    expect(status).toBe(201);
    await deployed.clock.sleep(10 * 60_000);
  });

  it('its identity may call the models of its environment, and nothing else', () => {
    const grants = design.resources.filter(
      ({ type, body }) =>
        type === 'Microsoft.Authorization/roleAssignments' &&
        JSON.stringify(at(body, '/properties/principalId')).includes(`/sites/${names.logicApp}`),
    );
    expect(
      grants.map(({ id, body }) => [id.split('/providers/Microsoft.Authorization')[0], body]),
    ).toMatchObject([
      [
        account,
        {
          properties: { roleDefinitionId: expect.stringContaining(roles['Cognitive Services OpenAI User']) },
        },
      ],
    ]);
  });

  it('the key of its storage is in the settings of the app, and in no plan', async () => {
    const plan = await planOf(deployed, stamp);
    expect(plan.actions.filter(({ action }) => action !== 'unchanged')).toEqual([]);
    const observed = await observe(design, {
      azure: await deployed.warm(design),
      kinds,
      requests: new Requests(deployed.clock),
    });
    expect(JSON.stringify([plan, observed])).not.toMatch(/AccountKey/);
    expect(JSON.stringify(observed)).toContain('connectionStringOf');
  });

  /** Sends what the action of a workflow sends. */
  async function send(workflow: JsonObject, from: string): Promise<Response> {
    const inputs = evaluated(at(workflow, '/definition/actions/Ask/inputs'), 'Where is my parcel?');
    const sandbox = cloneSandbox(deployed.sandbox, {
      now: () => deployed.clock.now(),
      principal: reader.name,
    });
    const { token } = sandbox.token(helvetiaCare.id, String(at(inputs, '/authentication/audience')));
    return sandbox.fetch(
      new Request(String(at(inputs, '/uri')), {
        method: String(at(inputs, '/method')),
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${token}`,
          'x-sandbox-from': from,
        },
        body: JSON.stringify(at(inputs, '/body')),
      }),
    );
  }

  it.each(workflows)('the workflow %s gets an answer', async (_name, workflow) => {
    const response = await send(workflow, `${network}/snet-logic`);
    const body = (await response.json()) as JsonObject;
    expect({ status: response.status, body }).toMatchObject({ status: 200 });
    expect(typeof at(body, '/choices/0/message/content')).toBe('string');
  });

  it('and none from a network that is not its own', async () => {
    const [[, workflow] = ['', {}]] = workflows;
    await expect(send(workflow, 'internet').then(({ status }) => status)).resolves.toBe(403);
  });
});
