import { type Stamp, signInDirectory } from '../estate/estate.ts';
import { ArmError } from '../problems/arm-error.ts';
import type { Problem } from '../problems/problem.ts';

/**
 * What Azure says to a token of another directory than the subscription trusts, told in words of the estate file. It
 * names the right one: https://learn.microsoft.com/azure/role-based-access-control/troubleshooting
 */
export function otherDirectory(error: unknown, { tenant, environment, name }: Stamp): Problem | undefined {
  if (!(error instanceof ArmError) || error.code !== 'InvalidAuthenticationTokenTenant') return undefined;
  const { subscriptionId } = environment;
  const trusted = /match the tenant '[^']*?([0-9a-f-]{36})/i.exec(error.message)?.[1];
  return {
    code: error.code,
    what: `${name}: subscription ${subscriptionId} trusts directory ${trusted ?? 'of another id'}, and the sign-in is of ${signInDirectory(tenant)}, as the estate file says of tenant ${tenant.name}`,
    why: tenant.auth
      ? 'it is not delegated to that directory through Azure Lighthouse, or not any more'
      : 'a subscription trusts exactly one directory, and takes no token of another',
    next: tenant.auth
      ? [
          `Have an owner in directory ${trusted ?? tenant.directoryId} delegate it to ${tenant.auth.lighthouse} (docs/directories.md).`,
        ]
      : [
          `Set \`directoryId\` of tenant ${tenant.name} to ${trusted ?? 'that directory'}, or correct \`subscriptionId\` of ${name}.`,
          'If it is delegated to yours through Azure Lighthouse, say so: `auth: {lighthouse: …}` (docs/directories.md).',
        ],
    resource: `/subscriptions/${subscriptionId}`,
    ...(error.correlationId === undefined ? {} : { correlationId: error.correlationId }),
  };
}
