import type { Json } from '../../src/sandbox/json.ts';
import type { Sandbox, SandboxOptions } from '../../src/sandbox/sandbox.ts';
import { helvetiaAiDev } from '../../src/sandbox/seed-directories.ts';
import { type Answer, openCloud } from '../kit/sandbox.ts';

/** Any JSON, read by path: `deep(body, 'properties', 'sku', 'name')`. */
export type Body = unknown;

/** api-version by type, where a call does not say otherwise. */
const versions: { readonly [type: string]: string } = {
  'microsoft.keyvault': '2026-02-01',
  'microsoft.cognitiveservices': '2025-09-01',
  'microsoft.managedidentity': '2024-11-30',
  'microsoft.authorization/locks': '2020-05-01',
  'microsoft.authorization': '2022-04-01',
  'microsoft.operationalinsights': '2025-07-01',
  'microsoft.insights/diagnosticsettings': '2021-05-01-preview',
  'microsoft.insights/diagnosticsettingscategories': '2021-05-01-preview',
  'microsoft.insights/metricalerts': '2018-03-01',
  'microsoft.insights/metricdefinitions': '2018-01-01',
  'microsoft.insights/actiongroups': '2023-01-01',
  'microsoft.insights/activitylogalerts': '2020-10-01',
  'microsoft.insights/scheduledqueryrules': '2023-12-01',
  'microsoft.consumption': '2024-08-01',
  'microsoft.policyinsights': '2024-10-01',
  'microsoft.costmanagement': '2025-03-01',
  'microsoft.network': '2025-05-01',
  'microsoft.security': '2024-01-01',
  'microsoft.documentdb': '2025-10-15',
  'microsoft.storage': '2025-06-01',
  'microsoft.sql': '2023-08-01',
  'microsoft.datafactory': '2018-06-01',
  'microsoft.web': '2025-03-01',
};
const namespaces = [
  'KeyVault',
  'CognitiveServices',
  'ManagedIdentity',
  'OperationalInsights',
  'Insights',
  'Network',
  'Consumption',
  'Security',
  'DocumentDB',
  'Storage',
  'Sql',
  'DataFactory',
  'Web',
  'App',
];

/** Value at a path of names and indexes. */
export function deep(body: Body, ...path: readonly (string | number)[]): Body {
  let here = body;
  for (const step of path) here = (here as { readonly [key: string]: Body } | undefined)?.[step];
  return here;
}

/** Items of a list answer. */
export function items(answer: Answer): Body[] {
  return (deep(answer.body, 'value') as Body[] | undefined) ?? [];
}

/** The kit's sandbox with a group `rg-test` and short words for what tests of one provider do most. */
export class Cloud {
  readonly subscription = helvetiaAiDev.id;
  readonly directory = helvetiaAiDev.directoryId;
  readonly group = `/subscriptions/${helvetiaAiDev.id}/resourceGroups/rg-test`;
  readonly #cloud;

  constructor(options: Partial<SandboxOptions> = {}) {
    this.#cloud = openCloud(options);
  }

  get sandbox(): Sandbox {
    return this.#cloud.sandbox;
  }
  get exchanges(): ReturnType<typeof openCloud>['exchanges'] {
    return this.#cloud.exchanges;
  }

  /** Registers the providers that new subscriptions lack and makes the group rg-test. */
  async prepare(subscription = this.subscription): Promise<void> {
    const scope = `/subscriptions/${subscription}`;
    for (const namespace of namespaces) {
      await this.call('POST', `${scope}/providers/Microsoft.${namespace}/register`, undefined, '2025-04-01');
    }
    this.wait(600_000);
    await this.call('PUT', `${scope}/resourceGroups/rg-test`, { location: 'switzerlandnorth' }, '2025-04-01');
  }

  /** One request; the api-version follows the type in the path unless given. */
  call(method: string, path: string, body?: Body, version = versionOf(path)): Promise<Answer> {
    const whole = path.startsWith('https://')
      ? path
      : `${path}${path.includes('?') ? '&' : '?'}api-version=${version}`;
    const plain = body === undefined ? undefined : (JSON.parse(JSON.stringify(body)) as Json);
    return this.#cloud.call(method, whole, plain);
  }

  /** Lets cloud time pass, in ms. */
  wait(ms: number): void {
    this.#cloud.pass(ms);
  }

  /** A request and the time that any operation of these types takes; fails the test when it is refused. */
  async done(method: string, path: string, body?: Body, version?: string): Promise<Answer> {
    const answer = await this.call(method, path, body, version);
    if (answer.status >= 400)
      throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    this.wait(120_000);
    return answer;
  }

  /** Status and ARM code of a refusal, as `409 ConflictError`. */
  async refusal(method: string, path: string, body?: Body, version?: string): Promise<string> {
    const { status, code } = await this.call(method, path, body, version);
    return `${status} ${code || 'no error'}`;
  }
}

function versionOf(path: string): string {
  const last = path.toLowerCase().split('/providers/').at(-1) ?? '';
  const [namespace = '', type = ''] = last.split(/[/?]/);
  return versions[`${namespace}/${type}`] ?? versions[namespace] ?? '2025-04-01';
}
