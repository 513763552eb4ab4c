/** Directories, subscriptions, people, groups and regions that the sandbox is born with. */

/** A region as ARM lists it. */
export interface Region {
  readonly name: string;
  readonly displayName: string;
  readonly geography: string;
  readonly latitude: string;
  readonly longitude: string;
  readonly paired: string;
}

const region = (
  name: string,
  displayName: string,
  geography: string,
  latitude: string,
  longitude: string,
  paired: string,
): Region => ({ name, displayName, geography, latitude, longitude, paired });

/** Regions of every subscription. */
export const regions: readonly Region[] = [
  region('switzerlandnorth', 'Switzerland North', 'Switzerland', '47.451542', '8.564572', 'switzerlandwest'),
  region('switzerlandwest', 'Switzerland West', 'Switzerland', '46.204391', '6.143158', 'switzerlandnorth'),
  region('swedencentral', 'Sweden Central', 'Sweden', '60.67488', '17.14127', 'swedensouth'),
  region('germanywestcentral', 'Germany West Central', 'Germany', '50.110924', '8.682127', 'germanynorth'),
  region('westeurope', 'West Europe', 'Europe', '52.3667', '4.9', 'northeurope'),
  region('francecentral', 'France Central', 'France', '46.3772', '2.373', 'francesouth'),
];

/** An Entra directory. */
export interface Directory {
  readonly id: string;
  readonly displayName: string;
  readonly domain: string;
}
export const helvetiaCare: Directory = {
  id: '6f1d2c84-3a57-4e0b-9c21-5b8e7d4a1f10',
  displayName: 'Helvetia Care AG',
  domain: 'helvetia-care.example',
};
export const juraBank: Directory = {
  id: 'b27c9e35-8d14-4f6a-a053-2e91c7f6d820',
  displayName: 'Jura Bank SA',
  domain: 'jura-bank.example',
};
export const directories: readonly Directory[] = [helvetiaCare, juraBank];

/** A subscription of the seed. */
export interface Subscription {
  readonly id: string;
  readonly displayName: string;
  readonly directoryId: string;
  readonly state: 'Enabled' | 'Disabled';
  /** Namespaces that start NotRegistered. */
  readonly unregistered: readonly string[];
}
const fresh = [
  'Microsoft.CognitiveServices',
  'Microsoft.OperationalInsights',
  'Microsoft.Insights',
  'Microsoft.Security',
];
const subscription = (
  id: string,
  displayName: string,
  directory: Directory,
  unregistered: readonly string[] = [],
  state: 'Enabled' | 'Disabled' = 'Enabled',
): Subscription => ({ id, displayName, directoryId: directory.id, state, unregistered });

export const helvetiaAiDev = subscription(
  '3c5a7e10-14b2-4d6f-8a90-6e1f2b3c4d01',
  'helvetia-ai-dev',
  helvetiaCare,
  fresh,
);
export const helvetiaAiProd = subscription(
  '3c5a7e10-14b2-4d6f-8a90-6e1f2b3c4d02',
  'helvetia-ai-prod',
  helvetiaCare,
  fresh,
);
export const helvetiaSharedNetwork = subscription(
  '3c5a7e10-14b2-4d6f-8a90-6e1f2b3c4d03',
  'helvetia-shared-network',
  helvetiaCare,
);
export const helvetiaLegacy = subscription(
  '3c5a7e10-14b2-4d6f-8a90-6e1f2b3c4d04',
  'helvetia-legacy',
  helvetiaCare,
  [],
  'Disabled',
);
export const juraAiDev = subscription('9d4b6f21-25c3-4e7a-9ba1-7f2a3c4d5e01', 'jura-ai-dev', juraBank);
const juraAiProd = subscription('9d4b6f21-25c3-4e7a-9ba1-7f2a3c4d5e02', 'jura-ai-prod', juraBank);
export const subscriptions: readonly Subscription[] = [
  helvetiaAiDev,
  helvetiaAiProd,
  helvetiaSharedNetwork,
  helvetiaLegacy,
  juraAiDev,
  juraAiProd,
];

/** Somebody who can sign in. */
export interface Principal {
  /** Name to choose it by. */
  readonly name: string;
  readonly objectId: string;
  readonly displayName: string;
  readonly mail: string;
  /** Set for an application, which signs in with a secret instead of as a person. */
  readonly appId?: string;
  /** Directories that know it. */
  readonly directories: readonly string[];
  /** Role it has on every subscription of `grantedIn`: name of a built-in or seeded role. */
  readonly role: string;
  readonly grantedIn: readonly string[];
  /** Role that it may activate for a time there, and that is active when a sandbox is born. */
  readonly eligibleFor?: string;
}
const both = directories.map(({ id }) => id);
const person = (
  name: string,
  objectId: string,
  displayName: string,
  role: string,
  grantedIn = both,
  known = both,
): Principal => ({
  name,
  objectId,
  displayName,
  mail: `${name}@${known.includes(helvetiaCare.id) ? helvetiaCare.domain : juraBank.domain}`,
  directories: known,
  role,
  grantedIn,
});
const owner = person('owner', '1e0a5d42-71c8-4b3e-a6d9-0f2c8b7e6a01', 'Lena Ammann', 'Owner');
export const contributor = person(
  'contributor',
  '1e0a5d42-71c8-4b3e-a6d9-0f2c8b7e6a02',
  'Marco Bernasconi',
  'Contributor',
);
export const reader = person('reader', '1e0a5d42-71c8-4b3e-a6d9-0f2c8b7e6a03', 'Sophie Rochat', 'Reader');
const noPurge = person(
  'no-purge',
  '1e0a5d42-71c8-4b3e-a6d9-0f2c8b7e6a04',
  'Urs Zgraggen',
  'Platform Engineer',
);
const juraOwner = person(
  'jura-owner',
  '1e0a5d42-71c8-4b3e-a6d9-0f2c8b7e6a05',
  'Claire Monnin',
  'Owner',
  [juraBank.id],
  [juraBank.id],
);
const timeLimited: Principal = {
  ...person('time-limited', '1e0a5d42-71c8-4b3e-a6d9-0f2c8b7e6a06', 'Nadia Keller', 'Reader'),
  eligibleFor: 'Owner',
};
/** The application of pipelines: the same in every directory, with a principal of its own in each. */
export const automationAppId = '7b3d9a54-2c61-4f8e-90ad-5e7f1b2c3d40';
const automation = (directory: Directory, name: string, objectId: string): Principal => ({
  ...person(name, objectId, 'Gotthard automation', 'Owner', [directory.id], [directory.id]),
  appId: automationAppId,
});
const applications = [
  automation(helvetiaCare, 'automation', '1e0a5d42-71c8-4b3e-a6d9-0f2c8b7e6a08'),
  automation(juraBank, 'jura-automation', '1e0a5d42-71c8-4b3e-a6d9-0f2c8b7e6a09'),
];
export const principals: readonly Principal[] = [
  owner,
  contributor,
  reader,
  noPurge,
  juraOwner,
  timeLimited,
  ...applications,
];

/** The application's principal in a directory. */
export function applicationIn(directoryId: string): Principal {
  const found = applications.find(({ directories: known }) => known.includes(directoryId));
  if (found === undefined) throw new Error(`no application in directory ${directoryId}`);
  return found;
}

/** An Entra group. */
export interface Group {
  readonly objectId: string;
  readonly displayName: string;
  readonly directoryId: string;
}
const groupNames = ['AI Platform Administrators', 'AI Model Contributors', 'AI Auditors'];
const groupsOf = (directory: Directory, prefix: string): Group[] =>
  groupNames.map((displayName, index) => ({
    objectId: `${prefix}${index + 1}`,
    displayName,
    directoryId: directory.id,
  }));

export const groups: readonly Group[] = [
  ...groupsOf(helvetiaCare, 'c84f1b60-92d7-4a5e-b3c8-1d7e9f0a2b0'),
  ...groupsOf(juraBank, 'd95a2c71-a3e8-4b6f-84d9-2e8f0a1b3c0'),
];

/** Id of the seeded custom role "Platform Engineer": everything but purging what is soft-deleted. */
export const platformEngineerRole = 'f0a1c2d3-5e6b-4a7c-8d9e-0b1c2d3e4f50';
