import { parentId } from '../../resource/arm-id.ts';
import type { ResourceKind } from '../../resource/kind.ts';
import { accountLane } from '../account-lane.ts';
import { genericCalls } from '../calls.ts';
import { session } from '../session.ts';
import { webVersion } from './web-plan.ts';

const calls = genericCalls(webVersion);

/**
 * Azure answers these of every app, and takes none of them for one of Flex Consumption. Source: Microsoft, "App settings
 * reference for Azure Functions", Flex Consumption plan deprecations.
 */
const refusedInFlex = [
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

/**
 * What an app is set to, `web`, and what its code is told, `appsettings`. Both are there with the app. App settings are
 * read by a POST alone, since those of other apps hold secrets; what is designed here names resources and holds none.
 */
export const webAppConfig: ResourceKind = {
  type: 'Microsoft.Web/sites/config',
  noun: 'settings of an app',
  apiVersion: webVersion,
  mark: { in: 'parent' },
  comparison: {},
  readOnly: [
    '/location',
    '/tags',
    '/properties/machineKey',
    '/properties/publishingUsername',
    ...refusedInFlex.map((name) => `/properties/${name}`),
  ],
  lanes: (id) => [accountLane(parentId(id) ?? id)],
  removal: { how: 'with-parent' },
  bornWithParent: true,
  typicalMs: { create: 5_000, update: 5_000, remove: 0 },
  // A list holds `web` alone.
  listed: 'no',
  standsOn: ['Microsoft.Web/sites'],
  ...calls,
  read: (azure, id) =>
    /\/appsettings$/i.test(id) ? session(azure).readByPost(`${id}/list`, webVersion) : calls.read(azure, id),
};
