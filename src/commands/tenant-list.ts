import type { Tenant } from '../estate/estate.ts';
import type { TenantJson, TenantsJson } from '../report/json.ts';
import { readEstate } from './estate-files.ts';
import { exit } from './exit-code.ts';
import { noEstateFile } from './find-estate.ts';
import type { CommonOptions } from './options.ts';
import type { Ports } from './ports.ts';

/** Lists the tenants of the estate file. */
export async function tenantList(options: CommonOptions, ports: Ports): Promise<number> {
  const found = await readEstate(options.config, ports.files);
  if (!found)
    throw noEstateFile(options.config, 'tenants stand in an estate file', 'Make one: gotthard deploy');
  const tenants = found.estate.tenants.map(tenantJson);
  if (options.json) ports.json({ tenants } satisfies TenantsJson);
  else ports.text(tenants.map(tenantText).join('\n\n'));
  return exit.done;
}

/** A tenant as lists tell it. */
export function tenantJson({ name, directoryId, environments }: Tenant): TenantJson {
  return {
    name,
    directoryId,
    environments: environments.map((environment) => ({
      name: environment.name,
      subscriptionId: environment.subscriptionId,
      region: environment.region,
      addressSpace: environment.addressSpace,
    })),
  };
}

/** A tenant in a few lines. */
function tenantText({ name, directoryId, environments }: TenantJson): string {
  const width = Math.max(...environments.map((environment) => environment.name.length));
  return [
    `${name}  directory ${directoryId}`,
    ...environments.map(
      (each) => `  ${each.name.padEnd(width)}  ${each.subscriptionId}  ${each.region}  ${each.addressSpace}`,
    ),
  ].join('\n');
}
