/** Five resources that have hardly anything in common: how they are made, how long it takes, how they go away. */
export const differing = [
  ['a resource group', '/resourceGroups/[^/]+-ai$'],
  ['a subnet', '/subnets/'],
  ['a key vault', '/vaults/[^/]+$'],
  ['a private endpoint', '/privateEndpoints/[^/]+$'],
  ['a model deployment', '/deployments/'],
] as const;
