import { makeDesign } from '../../src/design/make-design.ts';
import { type Estate, type Stamp, stampsOf } from '../../src/estate/estate.ts';
import { sharedStamp } from '../../src/estate/shared-stamp.ts';
import { isObject, type Json, type JsonObject } from '../../src/resource/json.ts';
import { helvetiaAiDev, helvetiaAiProd, principals } from '../../src/sandbox/seed-directories.ts';
import { anEstate, everything } from '../kit/deployment.ts';

type CheckId = `GT-CHECK-${string}`;

/** Which part of the estate something is planted in: `keyed` has all there is, `keyless` has neither keys nor locks. */
export type Where = 'keyed' | 'keyless' | 'shared';

/** Somebody with all rights, past everything of ours. */
export interface Hand {
  /** What exists under an id. */
  read(id: string): Promise<JsonObject>;
  /** One write, waited for; false where Azure refuses it. */
  write(method: 'PUT' | 'DELETE', id: string, body?: JsonObject, apiVersion?: string): Promise<boolean>;
  /** Nothing at all for so many days. */
  wait(days: number): Promise<void>;
}

/** One thing that is done by hand; false where Azure refuses it. */
type Deed = (hand: Hand) => Promise<boolean>;

/** One misconfiguration of an estate that is as designed, and what has to come of it. */
export interface Misconfiguration {
  readonly name: string;
  readonly where: Where;
  /** ARM id of what is changed, taken away or put there. */
  readonly id: string;
  readonly planted: Deed;
  /** The one check that fails. */
  readonly fails: CheckId;
  /** `plan`: a plan that touches nothing but it. Else the finding says what people do, or which command does it. */
  readonly mended: 'plan' | RegExp;
  /** It is warned of, and nothing fails. */
  readonly warns?: true;
  /** It only shows where the whole estate is looked at. */
  readonly whole?: true;
}

/** One environment with everything that can be asked for, one without keys and locks; neither refuses by policy. */
function theEstate(): Estate {
  const made = anEstate({
    ...everything,
    environments: [
      { name: 'prod', subscriptionId: helvetiaAiProd.id },
      { name: 'dev', subscriptionId: helvetiaAiDev.id },
    ],
  });
  const attestations = (['IAM-3', 'INC-2', 'INC-4', 'INC-5', 'VAL-1'] as const).map((item) => ({
    item,
    by: 'Lena Ammann',
    on: '2026-11-01',
    document: 'https://helvetia-care.example/proofs',
    validDays: 365,
  }));
  const tenants = made.tenants.map((tenant) => ({
    ...tenant,
    environments: tenant.environments.map((environment) =>
      environment.production
        ? {
            ...environment,
            // What refuses lets nobody plant anything: kept-policies.test.ts has that.
            policy: 'audit' as const,
            customerManagedKey: true as const,
            activityLog: true,
            defender: ['ai', 'keyVault', 'resourceManager', 'storage'] as const,
          }
        : { ...environment, authentication: 'entra' as const },
    ),
  }));
  return { ...made, attestations, tenants: tenants as unknown as Estate['tenants'] };
}

export const estate = theEstate();

function stampOf(where: Where): Stamp {
  const stamps = stampsOf(estate);
  const prod = stamps.filter(({ environment }) => environment.production);
  const shared = sharedStamp(estate, helvetiaAiProd.id, prod, ['AI', 'Arm', 'KeyVaults', 'StorageAccounts']);
  const found = {
    keyed: stamps.find(({ environment }) => environment.production),
    keyless: stamps.find(({ environment }) => !environment.production),
    shared,
  }[where];
  if (!found) throw new Error(`the estate has no ${where} stamp`);
  return found;
}

export const stamps = { keyed: stampOf('keyed'), keyless: stampOf('keyless'), shared: stampOf('shared') };
export const designs = {
  keyed: makeDesign(stamps.keyed),
  keyless: makeDesign(stamps.keyless),
  shared: makeDesign(stamps.shared),
};

/** Which check answers for a place in a body, as people would look for it: said here anew, not asked of the product. */
const answering: readonly (readonly [check: CheckId, type: RegExp, path?: RegExp])[] = [
  ['GT-CHECK-TAGS', /./, /^tags\//],
  [
    'GT-CHECK-PUBLIC-ACCESS',
    /(^Microsoft.KeyVault\/vaults|accounts)$/,
    /^properties\/(publicNetworkAccess|networkAcls)/,
  ],
  ['GT-CHECK-LOCAL-AUTH', /\/accounts$/, /disableLocalAuth$/],
  ['GT-CHECK-ENCRYPTION', /\/accounts$/, /^properties\/encryption/],
  ['GT-CHECK-ENCRYPTION', /\/vaults\/keys$/],
  ['GT-CHECK-ACCOUNT', /\/accounts$/],
  ['GT-CHECK-VAULT', /^Microsoft.KeyVault\/vaults$/],
  ['GT-CHECK-API-KEY', /\/secrets$/],
  ['GT-CHECK-CONTENT-FILTER', /\/raiPolicies$/],
  ['GT-CHECK-MODELS', /\/deployments$/],
  ['GT-CHECK-NETWORK', /\/virtualNetworks$/],
  ['GT-CHECK-SUBNETS', /\/subnets$/],
  ['GT-CHECK-RULES', /\/networkSecurityGroups$/],
  ['GT-CHECK-ROUTES', /\/routeTables$/],
  ['GT-CHECK-ENDPOINTS', /\/privateEndpoints$/],
  ['GT-CHECK-DNS', /\/(privateDnsZones|virtualNetworkLinks|privateDnsZoneGroups)$/],
  ['GT-CHECK-ROLES', /\/roleAssignments$/],
  ['GT-CHECK-LOCKS', /\/locks$/],
  ['GT-CHECK-POLICIES', /\/policy(Assignments|Definitions|SetDefinitions)$/],
  ['GT-CHECK-DEFENDER', /\/pricings$/],
  ['GT-CHECK-LOGS', /\/workspaces$/],
  ['GT-CHECK-ALERTS', /\/(metricAlerts|scheduledQueryRules|activityLogAlerts)$/],
  ['GT-CHECK-DASHBOARD', /\/workbooks$/],
  ['GT-CHECK-ITSM', /\/actionGroups$/, /webhookReceivers/],
  ['GT-CHECK-NOTIFICATIONS', /\/actionGroups$/],
  ['GT-CHECK-BUDGET-KEPT', /\/budgets$/],
  ['GT-CHECK-FOUNDATION', /\/(resourceGroups|userAssignedIdentities)$/],
];

function answersFor(where: Where, type: string, path = ''): CheckId {
  if (type.endsWith('/diagnosticSettings'))
    return where === 'shared' ? 'GT-CHECK-ACTIVITY-LOG' : 'GT-CHECK-DIAGNOSTICS';
  const found = answering.find(([, types, paths]) => types.test(type) && (paths?.test(path) ?? true));
  if (!found) throw new Error(`nobody has said which check answers for ${type} ${path}`);
  return found[0];
}

/** Another value of the same kind; undefined where there is none that a person would give. */
function another(value: Json, place: string): Json | undefined {
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'number') return place === 'priority' ? value - 1 : value + 1;
  if (value === '*') return /Port/.test(place) ? '443' : undefined;
  if (Array.isArray(value)) return value.length > 0 ? value.slice(1) : undefined;
  if (typeof value !== 'string') return undefined;
  return others.find((values) => values.includes(value))?.find((each) => each !== value);
}

/** Values that Azure takes in each other's place. */
const others: readonly (readonly string[])[] = [
  ['Default', 'DoNotEnforce'],
  ['Enabled', 'Disabled'],
  ['Allow', 'Deny'],
  ['443', '*'],
  ['Tcp', '*'],
  ['VirtualNetwork', '*'],
  ['None', 'Internet'],
  ['High', 'Low'],
  ['Medium', 'Low'],
  ['GreaterThan', 'LessThan'],
  ['LessThan', 'GreaterThan'],
  ['PT5M', 'PT15M'],
  ['PT15M', 'PT5M'],
  ['PT1H', 'PT15M'],
  ['PT1M', 'PT5M'],
  ['Average', 'Maximum'],
  ['Total', 'Average'],
  ['OnceCurrentVersionExpired', 'NoAutoUpgrade'],
  ['Blocking', 'Default'],
  ['RouteTableEnabled', 'Disabled'],
  ['CanNotDelete', 'ReadOnly'],
  ['False', 'True'],
];

/** Every place of a designed body at which something can be changed. */
function* changesIn(
  designed: Json,
  path: readonly string[] = [],
): Generator<{ path: readonly string[]; value: Json }> {
  if (isObject(designed)) {
    for (const [key, value] of Object.entries(designed)) yield* changesIn(value, [...path, key]);
    return;
  }
  if (Array.isArray(designed) && designed.some(isObject)) {
    for (const entry of designed) {
      const name = isObject(entry)
        ? (entry['name'] ?? entry['category'] ?? entry['categoryGroup'])
        : undefined;
      if (typeof name === 'string') yield* changesIn(entry, [...path, `=${name}`]);
    }
    return;
  }
  const value = another(designed, path.at(-1) ?? '');
  if (value !== undefined) yield { path, value };
}

/** A body with another value at a place; `=NAME` is the entry of that name. */
function changed(body: Json | undefined, [step, ...rest]: readonly string[], value: Json): Json {
  if (step === undefined) return value;
  if (step.startsWith('=') && Array.isArray(body)) {
    const isIt = (entry: Json): boolean =>
      isObject(entry) && ['name', 'category', 'categoryGroup'].some((key) => entry[key] === step.slice(1));
    return (body as readonly Json[]).map((entry) => (isIt(entry) ? changed(entry, rest, value) : entry));
  }
  const members = isObject(body) ? body : {};
  return { ...members, [step]: changed(members[step], rest, value) };
}

/** A body with one more entry in a list of its properties. */
function withEntry(body: JsonObject, list: readonly string[], entry: Json): JsonObject {
  const [step, ...rest] = list;
  const at = (from: Json | undefined, [next, ...more]: readonly string[]): Json | undefined =>
    next === undefined ? from : at(isObject(from) ? from[next] : undefined, more);
  const entries = at(body, [step ?? '', ...rest]);
  return changed(body, list, [
    ...(Array.isArray(entries) ? (entries as readonly Json[]) : []),
    entry,
  ]) as JsonObject;
}

/** What exists, but for one thing. */
function changes(id: string, to: (body: JsonObject) => JsonObject): Deed {
  return async (hand) => hand.write('PUT', id, to(await hand.read(id)));
}

/** Every setting of every resource of a stamp, each changed by itself. */
function settingsOf(where: Where): Misconfiguration[] {
  // ARM changes nothing of a key that is there.
  const resources = designs[where].resources.filter(({ type }) => !type.endsWith('/vaults/keys'));
  return resources.flatMap(({ id, type, title, body }) =>
    [...changesIn(body)]
      .filter(({ path }) => !['location', 'name', 'kind'].includes(path[0] ?? ''))
      .map(
        ({ path, value }): Misconfiguration => ({
          name: `${title}: ${path.join('/')} is ${JSON.stringify(value)}`,
          where,
          id,
          planted: changes(id, (observed) => changed(observed, path, value) as JsonObject),
          fails: answersFor(where, type, path.join('/')),
          // A version of a secret is what it is: the next one is made by rotation.
          mended: type.endsWith('/secrets') ? /gotthard keys rotate/ : 'plan',
        }),
      ),
  );
}

/** What takes something else along when it goes: then more than one thing is wrong. */
const takesAlong =
  /\/(resourceGroups|userAssignedIdentities|virtualNetworks|privateDnsZones|vaults|accounts|privateEndpoints|workspaces|actionGroups|keys)$/;

/** Every resource of a stamp that nothing else of it goes along with, each taken away by itself. */
function absencesOf(where: Where): Misconfiguration[] {
  return designs[where].resources
    .filter(({ type }) => !takesAlong.test(type) && !type.endsWith('/secrets'))
    .map(
      ({ id, type, title }): Misconfiguration => ({
        name: `${title} is gone`,
        where,
        id,
        planted: (hand) => hand.write('DELETE', id),
        fails: answersFor(where, type),
        mended: 'plan',
      }),
    );
}

function resourceOf(where: Where, type: RegExp, title = /./): { id: string; body: JsonObject } {
  const found = designs[where].resources.find((each) => type.test(each.type) && title.test(each.title));
  if (!found) throw new Error(`the design of ${where} has no ${type} ${title}`);
  return found;
}

const groupOf = (id: string): string => id.slice(0, id.indexOf('/providers/'));
const account = resourceOf('keyed', /\/accounts$/);
const vault = resourceOf('keyed', /^Microsoft.KeyVault\/vaults$/);
const secret = resourceOf('keyed', /\/secrets$/);
const actionGroup = resourceOf('keyed', /\/actionGroups$/);
const securityGroup = resourceOf('keyed', /\/networkSecurityGroups$/);
const routeTable = resourceOf('keyed', /\/routeTables$/);
const endpoint = resourceOf('keyed', /\/privateEndpoints$/, /pep-oai/);
const person = principals.find(({ name }) => name === 'reader')?.objectId ?? '';

interface Changed {
  readonly name: string;
  readonly where?: Where;
  readonly of: { readonly id: string };
  readonly fails: CheckId;
  readonly at?: readonly string[];
  readonly to: Json | ((body: JsonObject) => JsonObject);
  readonly mended?: Misconfiguration['mended'];
}

/** A change of what exists: a value at a place, or whatever the function makes of it. */
function change({
  name,
  where = 'keyed',
  of,
  fails,
  at = [],
  to,
  mended = 'plan',
}: Changed): Misconfiguration {
  const made = (body: JsonObject): JsonObject =>
    typeof to === 'function' ? to(body) : (changed(body, at, to) as JsonObject);
  return { name, where, id: of.id, planted: changes(of.id, made), fails, mended };
}

const ruleOf = (given: JsonObject): JsonObject => ({
  ...{ priority: 300, direction: 'Inbound', access: 'Allow', protocol: 'Tcp' },
  ...{ sourceAddressPrefix: '*', sourcePortRange: '*', destinationAddressPrefix: '*' },
  ...given,
});

const settings: readonly Misconfiguration[] = [
  change({
    name: 'a rule that lets SSH in',
    of: securityGroup,
    fails: 'GT-CHECK-OPENINGS',
    to: (body) =>
      withEntry(body, ['properties', 'securityRules'], {
        name: 'let-me-in',
        properties: ruleOf({ destinationPortRange: '22' }),
      }),
    mended: /remove it: rule let-me-in/,
  }),
  change({
    name: 'a route to the internet',
    of: routeTable,
    fails: 'GT-CHECK-OPENINGS',
    to: (body) =>
      withEntry(body, ['properties', 'routes'], {
        name: 'way-out',
        properties: { addressPrefix: '198.51.100.0/24', nextHopType: 'Internet' },
      }),
    mended: /remove it: route way-out/,
  }),
  change({
    name: 'a second range in the network',
    of: resourceOf('keyed', /\/virtualNetworks$/),
    fails: 'GT-CHECK-NETWORK',
    to: (body) => withEntry(body, ['properties', 'addressSpace', 'addressPrefixes'], '10.99.0.0/16'),
  }),
  ...(['networkSecurityGroup', 'routeTable'] as const).map((member) =>
    change({
      name: `a subnet without its ${member}`,
      of: resourceOf('keyed', /\/subnets$/, /snet-app/),
      fails: 'GT-CHECK-SUBNETS',
      at: ['properties', member],
      to: null,
    }),
  ),
  ...[account, vault].map((service) =>
    change({
      name: `an address let in at ${service.id.split('/').at(-1)}`,
      of: service,
      fails: 'GT-CHECK-PUBLIC-ACCESS',
      to: (body) => withEntry(body, ['properties', 'networkAcls', 'ipRules'], { value: '203.0.113.7' }),
    }),
  ),
  change({
    name: 'an account that takes keys',
    where: 'keyless',
    of: resourceOf('keyless', /\/accounts$/),
    fails: 'GT-CHECK-LOCAL-AUTH',
    at: ['properties', 'disableLocalAuth'],
    to: false,
  }),
  change({
    name: 'a model without its content filter',
    of: resourceOf('keyed', /\/deployments$/),
    fails: 'GT-CHECK-MODELS',
    at: ['properties', 'raiPolicyName'],
    to: 'Microsoft.DefaultV2',
  }),
  change({
    name: 'a dashboard that shows nothing',
    of: resourceOf('keyed', /\/workbooks$/),
    fails: 'GT-CHECK-DASHBOARD',
    at: ['properties', 'serializedData'],
    to: '{"version":"Notebook/1.0","items":[]}',
  }),
  change({
    name: 'a change of rights that nobody is told of',
    of: resourceOf('keyed', /\/activityLogAlerts$/, /changes/),
    fails: 'GT-CHECK-ALERTS',
    at: ['properties', 'actions'],
    to: { actionGroups: [] },
  }),
  change({
    name: 'people who are told of alerts no more',
    of: actionGroup,
    fails: 'GT-CHECK-NOTIFICATIONS',
    at: ['properties', 'emailReceivers'],
    to: [],
  }),
  change({
    name: 'a ticket system that is told no more',
    of: actionGroup,
    fails: 'GT-CHECK-ITSM',
    at: ['properties', 'webhookReceivers'],
    to: [],
  }),
  change({
    name: 'a route table without our mark',
    of: routeTable,
    fails: 'GT-CHECK-TAGS',
    to: (body) => ({ ...body, tags: {} }),
    mended: /gotthard plan --adopt/,
  }),
  change({
    name: 'an API key that does not say whose it is',
    of: secret,
    fails: 'GT-CHECK-API-KEY',
    at: ['tags', 'application'],
    to: '',
    mended: /gotthard keys rotate/,
  }),
  change({
    name: 'a Defender plan that is off',
    where: 'shared',
    of: resourceOf('shared', /\/pricings$/, /KeyVaults/),
    fails: 'GT-CHECK-DEFENDER',
    to: (body) => ({ ...body, properties: { pricingTier: 'Free' } }),
  }),
  change({
    name: 'an incident that nobody has ended',
    of: resourceOf('keyed', /\/resourceGroups$/, /-ai$/),
    fails: 'GT-CHECK-INCIDENT',
    at: ['tags', 'gotthard-incident'],
    to: 'access-revoked',
    mended: /gotthard incident restore/,
  }),
];

interface Assigned {
  readonly name: string;
  readonly scope: string;
  readonly role: string;
  /** Object id of whom it is given to. */
  readonly to: (hand: Hand) => Promise<string>;
  readonly principalType: string;
}

/** A role that somebody gives by hand. */
function assigned({
  name,
  scope,
  role,
  to,
  principalType,
}: Assigned): Pick<Misconfiguration, 'name' | 'where' | 'id' | 'planted'> {
  const id = `${scope}/providers/Microsoft.Authorization/roleAssignments/5a1c0e7d-2f84-4b3a-9d16-7e0b8c4f2a55`;
  const roleDefinitionId = `/subscriptions/${helvetiaAiProd.id}/providers/Microsoft.Authorization/roleDefinitions/${role}`;
  const planted: Deed = async (hand) =>
    hand.write('PUT', id, { properties: { roleDefinitionId, principalId: await to(hand), principalType } });
  return { name, where: 'keyed', id, planted };
}

const deeds: readonly Misconfiguration[] = [
  {
    ...assigned({
      name: 'somebody who may do everything to the account',
      scope: account.id,
      role: 'b24988ac-6180-42a0-ab88-20f7382dd24c',
      to: async () => person,
      principalType: 'User',
    }),
    fails: 'GT-CHECK-ROLES',
    mended: /az role assignment delete --ids/,
  },
  {
    ...assigned({
      name: 'readers whose role is widened',
      scope: vault.id,
      role: '00482a5a-887f-4fb3-b363-3b7fe8e74483',
      to: async () => stamps.keyed.tenant.groups.readers ?? '',
      principalType: 'Group',
    }),
    fails: 'GT-CHECK-ROLES',
    mended: /az role assignment delete --ids/,
  },
  {
    ...assigned({
      name: 'an identity of dev that reads the secrets of prod',
      scope: vault.id,
      role: '4633458b-17de-408a-b874-0445c86b69e6',
      to: async (hand) => {
        const identity = await hand.read(resourceOf('keyless', /\/userAssignedIdentities$/).id);
        return String((identity['properties'] as JsonObject)['principalId']);
      },
      principalType: 'ServicePrincipal',
    }),
    fails: 'GT-CHECK-ISOLATION',
    mended: /Remove the role assignment/,
    whole: true,
  },
  {
    name: 'an account that keeps to one version of its key',
    where: 'keyed',
    id: account.id,
    planted: async (hand) => {
      const { properties } = await hand.read(resourceOf('keyed', /\/vaults\/keys$/).id);
      const version =
        String((properties as JsonObject)['keyUriWithVersion'])
          .split('/')
          .at(-1) ?? '';
      const at = ['properties', 'encryption', 'keyVaultProperties', 'keyVersion'];
      return hand.write('PUT', account.id, changed(await hand.read(account.id), at, version) as JsonObject);
    },
    fails: 'GT-CHECK-ENCRYPTION',
    mended: 'plan',
  },
  {
    name: 'an endpoint that the account rejects',
    where: 'keyed',
    id: endpoint.id,
    planted: async (hand) => {
      const { properties } = await hand.read(account.id);
      const [connection] = (properties as JsonObject)['privateEndpointConnections'] as JsonObject[];
      return hand.write('PUT', String(connection?.['id']), {
        properties: { privateLinkServiceConnectionState: { status: 'Rejected', description: 'no more' } },
      });
    },
    fails: 'GT-CHECK-ENDPOINTS',
    mended: /approve it/,
  },
  {
    name: 'an account that is spared from its policies',
    where: 'keyed',
    id: account.id,
    planted: (hand) =>
      hand.write(
        'PUT',
        `${account.id}/providers/Microsoft.Authorization/policyExemptions/for-a-while`,
        {
          properties: {
            policyAssignmentId: resourceOf('keyed', /\/policyAssignments$/, /-ai$/).id,
            exemptionCategory: 'Waiver',
          },
        },
        '2022-07-01-preview',
      ),
    fails: 'GT-CHECK-POLICIES',
    mended: /az resource delete/,
  },
  {
    name: 'something of others in a region that is not allowed',
    where: 'keyed',
    id: groupOf(account.id),
    planted: (hand) =>
      hand.write(
        'PUT',
        `${groupOf(account.id)}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-stray`,
        { location: 'westeurope' },
      ),
    fails: 'GT-CHECK-COMPLIANCE',
    mended: /bring it into line, or take it away/,
  },
  {
    name: 'an API key that is 91 days old',
    where: 'keyed',
    id: secret.id,
    planted: (hand) => hand.wait(91).then(() => true),
    fails: 'GT-CHECK-KEY-AGE',
    mended: /gotthard keys rotate/,
  },
  {
    name: 'a model that nobody has called for a month',
    where: 'keyless',
    id: resourceOf('keyless', /\/deployments$/).id,
    planted: (hand) => hand.wait(31).then(() => true),
    fails: 'GT-CHECK-IDLE',
    mended: /Take it out of `models`/,
    warns: true,
  },
];

/** All of them: every setting, every resource that goes, and what people do beside that. */
export const misconfigurations: readonly Misconfiguration[] = [
  ...settings,
  ...deeds,
  ...settingsOf('keyed'),
  ...settingsOf('shared'),
  ...absencesOf('keyed'),
  ...absencesOf('keyless'),
  ...absencesOf('shared'),
];

/** Checks that no misconfiguration of what exists fails alone, and why. */
export const notAlone: Readonly<Partial<Record<CheckId, string>>> = {
  'GT-CHECK-FOUNDATION':
    'Azure changes neither region nor name of a group or identity, and one that is gone takes along what hangs on it',
  'GT-CHECK-TLS':
    'both services refuse anything but TLS 1.2: there is no setting to change, which is attested',
  'GT-CHECK-CLASSIFIED':
    'less than the class asks for is told by the check of that setting; it warns of what the file itself asks for',
};

/** Checks of what an estate has beside the models, by the file here that plants what fails them, alone. */
export const plantedElsewhere: Readonly<Partial<Record<CheckId, string>>> = {
  'GT-CHECK-COSMOS': 'cosmos.test.ts',
  'GT-CHECK-ROTATION': 'rotation.test.ts',
  'GT-CHECK-LOGIC-APP': 'logic-app.test.ts',
  'GT-CHECK-DATA-FACTORY': 'data-factory.test.ts',
  'GT-CHECK-SQL': 'sql.test.ts',
  'GT-CHECK-STORAGE': 'storage.test.ts',
  'GT-CHECK-INSIDE-NAME': 'inside.test.ts',
  'GT-CHECK-INSIDE-TLS': 'inside.test.ts',
  'GT-CHECK-INSIDE-SERVICE': 'inside.test.ts',
  'GT-CHECK-INSIDE-INFERENCE': 'inside.test.ts',
  'GT-CHECK-OUTSIDE': 'inside.test.ts',
};
