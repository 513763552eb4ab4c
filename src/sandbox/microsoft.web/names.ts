import { keyOf } from '../arm-id.ts';
import type { Stored, World } from '../provider.ts';

/** The api-version of Microsoft.Web that the sandbox serves (published types of 2026-08-20). */
export const webVersions = ['2025-03-01'] as const;

export const types = {
  plan: 'Microsoft.Web/serverfarms',
  site: 'Microsoft.Web/sites',
  config: 'Microsoft.Web/sites/config',
  publishing: 'Microsoft.Web/sites/basicPublishingCredentialsPolicies',
  connection: 'Microsoft.Web/sites/privateEndpointConnections',
} as const;

/** Letters, digits and hyphens, none at the ends; a DNS label. */
export const siteName = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/i;

/** The site of a name, in any subscription of the cloud: the name is a host name. */
export function siteNamed(world: World, name: string): Stored | undefined {
  return world.all(types.site).find((one) => keyOf(one.name) === keyOf(name));
}
