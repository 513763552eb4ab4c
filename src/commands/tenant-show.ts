import type { Isolation } from '../checks/isolation/isolation.ts';
import { designedIsolation } from '../checks/isolation/of-estate.ts';
import { loosened } from '../design/loosened.ts';
import { type Estate, type Stamp, stampsOf, type Tenant } from '../estate/estate.ts';
import { isolationText, leakLines } from '../report/isolation-text.ts';
import type { TenantShowJson } from '../report/json.ts';
import { readEstate } from './estate-files.ts';
import { exit } from './exit-code.ts';
import { noEstateFile } from './find-estate.ts';
import type { CommonOptions } from './options.ts';
import type { Ports } from './ports.ts';
import { tenantCalled } from './tenant-called.ts';
import { tenantJson } from './tenant-list.ts';

/** Shows one tenant, or all, as the estate file has them, and who reaches whom by that. Asks no cloud. */
export async function tenantShow(
  name: string | undefined,
  options: CommonOptions,
  ports: Ports,
): Promise<number> {
  const found = await readEstate(options.config, ports.files);
  if (!found)
    throw noEstateFile(options.config, 'tenants stand in an estate file', 'Make one: gotthard deploy');
  const { estate } = found;
  const tenants = name === undefined ? estate.tenants : [tenantCalled(name, estate)];
  const isolation = about(designedIsolation(estate), name);
  if (options.json) {
    ports.json({
      tenants: tenants.map((tenant) => ({ ...tenantJson(tenant), groups: tenant.groups })),
      isolation,
    } satisfies TenantShowJson);
  } else {
    ports.text(
      [
        ...tenants.map((tenant) => tenantText(tenant, estate)),
        [
          isolationText(isolation, estate.cloud),
          ...leakLines(isolation.leaks),
          '  gotthard verify proves it over what exists.',
        ].join('\n'),
      ].join('\n\n'),
    );
  }
  return exit.done;
}

/** Ways to or from a tenant; all of the estate without a name. */
function about({ stamps, leaks }: Isolation, tenant: string | undefined): Isolation {
  const own = new Set(stamps.filter((stamp) => stamp.tenant === tenant).map((stamp) => stamp.name));
  const concerns =
    tenant === undefined
      ? leaks
      : leaks.filter(({ from, to }) => [to, ...from].some((each) => own.has(each)));
  return { stamps, leaks: concerns };
}

function tenantText(tenant: Tenant, estate: Estate): string {
  const stamps = stampsOf(estate).filter((stamp) => stamp.tenant === tenant);
  return [
    `${tenant.name}  directory ${tenant.directoryId}, addresses ${tenant.addressSpace}`,
    ...groupLines(tenant),
    ...stamps.flatMap(stampLines),
  ].join('\n');
}

function groupLines({ groups }: Tenant): string[] {
  const named = Object.entries(groups).filter(([, id]) => id !== undefined);
  if (named.length === 0) return ['  no groups'];
  return named.map(([role, id]) => `  ${role.padEnd(14)} group ${id}`);
}

function stampLines(stamp: Stamp): string[] {
  const { environment } = stamp;
  const { network, dns, logs } = environment;
  return [
    `  ${environment.name}${environment.production ? ' (production)' : ''}`,
    `    subscription ${environment.subscriptionId}, ${environment.region}`,
    `    network ${network.mode === 'create' ? environment.addressSpace : network.virtualNetworkId}`,
    `    zones ${dns.mode}, logs ${logs.mode === 'create' ? 'of its own' : logs.workspaceId}, ${environment.models.length} models`,
    ...loosened(stamp).map(({ what }) => `    ! ${what.replace(`${stamp.name}: `, '')}`),
  ];
}
