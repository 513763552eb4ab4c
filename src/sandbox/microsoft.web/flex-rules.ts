import { ArmError } from '../errors.ts';
import { type JsonObject, listAt, numberAt, objectAt, textAt } from '../json.ts';

const bad = (message: string): ArmError => new ArmError(400, 'BadRequest', message);

/** Settings that moved into `functionAppConfig`, or have no meaning there. Source: Microsoft, "App settings reference
 *  for Azure Functions", Flex Consumption plan deprecations. */
const deprecatedSettings = [
  'ENABLE_ORYX_BUILD',
  'FUNCTIONS_EXTENSION_VERSION',
  'FUNCTIONS_MAX_HTTP_CONCURRENCY',
  'FUNCTIONS_WORKER_PROCESS_COUNT',
  'FUNCTIONS_WORKER_RUNTIME',
  'FUNCTIONS_WORKER_RUNTIME_VERSION',
  'SCM_DO_BUILD_DURING_DEPLOYMENT',
  'WEBSITE_CONTENTAZUREFILECONNECTIONSTRING',
  'WEBSITE_CONTENTOVERVNET',
  'WEBSITE_CONTENTSHARE',
  'WEBSITE_DNS_SERVER',
  'WEBSITE_MAX_DYNAMIC_APPLICATION_SCALE_OUT',
  'WEBSITE_NODE_DEFAULT_VERSION',
  'WEBSITE_RUN_FROM_PACKAGE',
  'WEBSITE_SKIP_CONTENTSHARE_VALIDATION',
  'WEBSITE_VNET_ROUTE_ALL',
];

/** Members of `siteConfig` without a meaning there; same source, and of `ftpsState` a refusal as people report it. */
const deprecatedMembers = [
  'ftpsState',
  'functionAppScaleLimit',
  'javaVersion',
  'linuxFxVersion',
  'minimumElasticInstanceCount',
  'netFrameworkVersion',
  'nodeVersion',
  'powerShellVersion',
  'preWarmedInstanceCount',
  'pythonVersion',
  'use32BitWorkerProcess',
  'vnetRouteAllEnabled',
  'windowsFxVersion',
];

/** Versions of each runtime. Source: Microsoft, "Azure Functions Flex Consumption plan", supported language stacks. */
const runtimes: { readonly [name: string]: readonly string[] } = {
  'dotnet-isolated': ['8.0', '9.0', '10.0'],
  node: ['20', '22', '24'],
  java: ['17', '21', '25'],
  powershell: ['7.4'],
  python: ['3.10', '3.11', '3.12', '3.13'],
  custom: ['1.0'],
};

/** What Flex Consumption refuses of a site's settings. */
export function checkFlexConfig(config: JsonObject): void {
  for (const member of deprecatedMembers) {
    if (config[member] === undefined || config[member] === null) continue;
    const name = `Site.SiteConfig.${member.charAt(0).toUpperCase()}${member.slice(1)}`;
    throw bad(
      `The following site configuration property (${name}) for Flex Consumption sites is invalid.  Please remove or rename it before retrying.`,
    );
  }
  checkFlexSettings(listAt(config, 'appSettings').map((setting) => textAt(setting, 'name') ?? ''));
}

/** What Flex Consumption refuses of names of app settings. */
export function checkFlexSettings(names: readonly string[]): void {
  const wrong = names.find((name) => deprecatedSettings.includes(name.toUpperCase()));
  if (wrong === undefined) return;
  throw bad(
    `The following app setting (Site.SiteConfig.AppSettings.${wrong}) for Flex Consumption sites is invalid.  Please remove or rename it before retrying.`,
  );
}

/** What an app on Flex Consumption has to say of itself. */
export function checkFunctionAppConfig(properties: JsonObject, identity: JsonObject): void {
  const config = objectAt(properties, 'functionAppConfig');
  const storage = objectAt(config, 'deployment', 'storage');
  if (!/^https:\/\/[a-z0-9]{3,24}\.blob\.[a-z.]+\/[a-z0-9-]+$/.test(textAt(storage, 'value') ?? ''))
    throw bad(
      'FunctionAppConfig.Deployment.Storage has to name a container: https://ACCOUNT.blob.SUFFIX/CONTAINER.',
    );
  checkStorageAuthentication(objectAt(storage, 'authentication'), identity);
  const runtime = textAt(config, 'runtime', 'name') ?? '';
  const version = textAt(config, 'runtime', 'version') ?? '';
  if (!(runtimes[runtime] ?? []).includes(version))
    throw bad(`The runtime version '${version}' for runtime name '${runtime}' is not supported.`);
  const scale = objectAt(config, 'scaleAndConcurrency');
  if (![512, 2048, 4096].includes(numberAt(scale, 'instanceMemoryMB') ?? 0))
    throw bad('FunctionAppConfig.ScaleAndConcurrency.InstanceMemoryMB has to be 512, 2048 or 4096.');
  const most = numberAt(scale, 'maximumInstanceCount') ?? 0;
  if (most < 1 || most > 1000)
    throw bad('FunctionAppConfig.ScaleAndConcurrency.MaximumInstanceCount has to lie between 1 and 1000.');
}

function checkStorageAuthentication(authentication: JsonObject, identity: JsonObject): void {
  const kind = textAt(authentication, 'type');
  const has = textAt(identity, 'type') ?? 'None';
  if (kind === 'SystemAssignedIdentity' && has.includes('SystemAssigned')) return;
  const named = (textAt(authentication, 'userAssignedIdentityResourceId') ?? '').toLowerCase();
  const users = Object.keys(objectAt(identity, 'userAssignedIdentities')).map((id) => id.toLowerCase());
  if (kind === 'UserAssignedIdentity' && users.includes(named)) return;
  const connection = textAt(authentication, 'storageAccountConnectionStringName') ?? '';
  if (kind === 'StorageAccountConnectionString' && connection !== '') return;
  throw bad(
    'FunctionAppConfig.Deployment.Storage.Authentication names no identity of the app and no connection string.',
  );
}
