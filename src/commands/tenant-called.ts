import type { Estate, Tenant } from '../estate/estate.ts';
import { Refusal } from '../problems/problem.ts';

/** The tenant of a name. Throws a Refusal that lists those there are. */
export function tenantCalled(name: string, { tenants }: Estate): Tenant {
  const tenant = tenants.find((each) => each.name === name);
  if (tenant) return tenant;
  throw new Refusal([
    {
      code: 'GT-TENANT-UNKNOWN',
      what: `the estate file has no tenant ${name}`,
      why: 'the name does not match any tenant of the file',
      next: [`Take one of: ${tenants.map((each) => each.name).join(', ')}`],
    },
  ]);
}
