import { endpointConnections } from '../endpoint-connections.ts';
import { textAt } from '../json.ts';
import { linkResources } from '../link-resources.ts';
import type { Answer, Call, ProviderModel, RouteModel } from '../provider.ts';
import { boolean, object, oneOf, required, text } from '../shape.ts';
import { siteName, siteNamed, types, webVersions } from './names.ts';
import { plans } from './plans.ts';
import { publishingPolicies, settingsRoutes, siteConfigs } from './site-config.ts';
import { sites } from './sites.ts';

const checkName: RouteModel = {
  method: 'POST',
  pattern: '/subscriptions/{subscription}/providers/Microsoft.Web/checknameavailability',
  apiVersions: webVersions,
  writes: false,
  right: { action: 'Microsoft.Web/checknameavailability/read', scope: '/subscriptions/{subscription}' },
  body: object({
    name: required(text()),
    type: required(oneOf('Site', 'Microsoft.Web/sites')),
    isFqdn: boolean(),
  }),
  handle: nameCheck,
};

/** Microsoft.Web: plans and apps of Flex Consumption, and of workflows. */
export const web: ProviderModel = {
  namespace: 'Microsoft.Web',
  badBody: 'BadRequest',
  types: [
    plans,
    sites,
    siteConfigs,
    publishingPolicies,
    endpointConnections(types.connection, webVersions, { how: 'sync' }),
  ],
  routes: [checkName, ...settingsRoutes, linkResources(types.site, webVersions)],
};

function nameCheck({ world, body }: Call): Answer {
  const name = textAt(body, 'name') ?? '';
  if (!siteName.test(name) || name.length < 2 || name.length > 60) {
    const message = 'Site names are letters, digits and hyphens, at least two and at most 60.';
    return { status: 200, body: { nameAvailable: false, reason: 'Invalid', message } };
  }
  if (siteNamed(world, name) === undefined) return { status: 200, body: { nameAvailable: true } };
  const message = `Hostname '${name}' already exists. Please select a different name.`;
  return { status: 200, body: { nameAvailable: false, reason: 'AlreadyExists', message } };
}
