import { withoutTenant } from '../estate/add-tenant.ts';
import { stampsOf } from '../estate/estate.ts';
import { Refusal } from '../problems/problem.ts';
import { planJson, problemsJson } from '../report/json.ts';
import { idKey } from '../resource/arm-id.ts';
import { at } from '../resource/json.ts';
import { destroyStamps } from './destroy.ts';
import { type EstateInFiles, readEstate, writeEstateFiles } from './estate-files.ts';
import { noEstateFile } from './find-estate.ts';
import type { TenantRemoveOptions } from './options.ts';
import type { Cloud, Ports } from './ports.ts';
import type { Preparation, Prepared } from './prepare.ts';
import { tenantCalled } from './tenant-called.ts';

/**
 * Takes all environments of a tenant down and then out of the estate file, in this order: as long as something of it is
 * there, the file says what it is.
 */
export async function tenantRemove(options: TenantRemoveOptions, ports: Ports): Promise<number> {
  const found = await readEstate(options.config, ports.files);
  if (!found) throw noEstateFile(options.config, 'a tenant is taken down by its file');
  const { estate } = found;
  const tenant = tenantCalled(options.name, estate);
  if (estate.tenants.length === 1) throw lastTenant(tenant.name, options.config);
  const cloud = await ports.cloud(options.cloud ?? estate.cloud);
  let asked = false;
  const confirm = async (ready: Preparation<Prepared>): Promise<boolean> => {
    asked = true;
    for (const line of ready.stamps.flatMap((prepared) => staysAfter(prepared, options, cloud)))
      ports.show.text(line);
    return named(tenant.name, options, cloud, ports);
  };
  const stamps = stampsOf(estate).filter((stamp) => stamp.tenant === tenant);
  const again = {
    what: 'adding the tenant again, with the same name and subscriptions,',
    command: `gotthard tenant add --name ${tenant.name}`,
  };
  const ended = await destroyStamps({ estate, stamps, cloud, confirm, again }, options, ports);
  const gone =
    !ended.declined &&
    ended.results.length > 0 &&
    ended.results.every(({ outcome }) => outcome === 'succeeded');
  // With nothing left to take down, the file is all that a confirmation is about.
  const agreed = gone && (asked || (await named(tenant.name, options, cloud, ports)));
  if (agreed) await takenOut(tenant.name, options.config, ports);
  else if (gone) ports.show.text('Declined. Nothing was changed.');
  else if (!ended.declined && ended.results.length > 0)
    ports.show.text(
      `${tenant.name} stays in ${options.config}: not all of it is gone. Then again: gotthard tenant remove ${tenant.name}`,
    );
  if (options.json) {
    const { preparation, problems, results } = ended;
    ports.json(
      problems.length > 0
        ? problemsJson(cloud.name, problems, preparation)
        : {
            cloud: cloud.name,
            tenant: tenant.name,
            removed: agreed,
            plan: planJson(cloud.name, preparation),
            runs: results,
          },
    );
  }
  return ended.code;
}

/** Out of the files as they are by now. */
async function takenOut(name: string, config: string, ports: Ports): Promise<void> {
  const now: EstateInFiles | undefined = await readEstate(config, ports.files);
  if (!now) throw noEstateFile(config, 'it was there when the tenant was taken down');
  const paths = await writeEstateFiles(now, withoutTenant(now.estate, name), ports);
  ports.show.text(`${name} is out of ${paths.join(', ')}.`);
}

/** Typed in a terminal, by --confirm without one; in the sandbox --yes is enough. */
async function named(
  name: string,
  { yes, confirm }: Pick<TenantRemoveOptions, 'yes' | 'confirm'>,
  cloud: Cloud,
  ports: Pick<Ports, 'interactive' | 'typed'>,
): Promise<boolean> {
  if ((cloud.sandbox && yes) || confirm.includes(name)) return true;
  if (ports.interactive) return ports.typed(`Type ${name} to remove it and all that it has:`, name);
  throw new Refusal([
    {
      code: 'GT-CONFIRM-MISSING',
      what: `the removal of ${name} was not confirmed, and without a terminal nobody can be asked`,
      why: 'a tenant is removed by its name',
      next: [`Add --confirm ${name}`],
    },
  ]);
}

/** What of a stamp is still there once it is taken down, and until when, told before anybody agrees to it. */
function staysAfter(
  { plan, observed }: Prepared,
  { purge }: Pick<TenantRemoveOptions, 'purge'>,
  { kinds }: Cloud,
): string[] {
  return plan.actions.flatMap(({ id, type, title }) => {
    const body = observed.resources[idKey(id)] ?? undefined;
    if (!body || kinds.get(type).softDelete === undefined) return [];
    const isProtected = at(body, '/properties/enablePurgeProtection') === true;
    if (purge && !isProtected) return [`${title}: purged, what was in it is lost at once.`];
    const days = at(body, '/properties/softDeleteRetentionInDays');
    const until = typeof days === 'number' ? `for ${days} days after its removal` : 'until Azure drops it';
    const what = isProtected
      ? 'nobody can purge it before, since it has purge protection'
      : '--purge frees it at once, and what was in it is lost';
    return [
      `${title}: deleted softly; what is in it can be recovered and its name is held ${until}; ${what}.`,
    ];
  });
}

function lastTenant(name: string, path: string): Refusal {
  return new Refusal([
    {
      code: 'GT-TENANT-LAST',
      what: `${name} is the only tenant of ${path}`,
      why: 'an estate has at least one tenant',
      next: [
        'Take it down and keep the file: gotthard destroy --all',
        `Then delete ${path}, if nobody needs it.`,
      ],
    },
  ]);
}
