import type { ProviderModel } from '../provider.ts';
import { registrationRoutes } from './registration-routes.ts';
import { resourceGroups } from './resource-groups.ts';
import { resourceListRoutes } from './resource-lists.ts';
import { subscriptionRoutes } from './subscriptions.ts';
import { tagRoutes } from './tags.ts';

/** Microsoft.Resources: subscriptions, groups, registrations, resource lists, tags. */
export const resources: ProviderModel = {
  namespace: 'Microsoft.Resources',
  alwaysRegistered: true,
  types: [resourceGroups],
  routes: [...subscriptionRoutes, ...registrationRoutes, ...resourceListRoutes, ...tagRoutes],
};
