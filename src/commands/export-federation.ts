import { Refusal } from '../problems/problem.ts';
import { federationScript } from '../report/federation.ts';
import type { FederationJson } from '../report/json.ts';
import { readEstate } from './estate-files.ts';
import { exit } from './exit-code.ts';
import { noEstateFile } from './find-estate.ts';
import type { ExportFederationOptions } from './options.ts';
import type { Ports } from './ports.ts';

/** Writes the script that makes the identities of the pipelines, or prints it. */
export async function exportFederation(options: ExportFederationOptions, ports: Ports): Promise<number> {
  const found = await readEstate(options.config, ports.files);
  if (!found)
    throw noEstateFile(options.config, 'identities are made for an estate', 'Make one: gotthard deploy');
  const { estate } = found;
  if (!/^[\w.-]+\/[\w.-]+$/.test(options.repository)) throw wrongRepository(options.repository);
  const names = estate.tenants.map(({ name }) => name);
  if (options.tenant !== undefined && !names.includes(options.tenant))
    throw unknownTenant(options.tenant, names);
  const script = federationScript(estate, options);
  const { out } = options;
  if (out !== undefined) {
    await ports.files.write(out, script);
    ports.show.text(`${out} is to be run by an owner of the subscriptions: bash ${out}`);
  }
  if (options.json)
    ports.json({ ...(out === undefined ? { script } : { path: out }) } satisfies FederationJson);
  else if (out === undefined) ports.text(script.trimEnd());
  return exit.done;
}

function wrongRepository(repository: string): Refusal {
  return new Refusal([
    {
      code: 'GT-EXPORT-REPOSITORY',
      what: `${repository} is no repository`,
      why: 'identities trust the jobs of exactly one, named by letters, digits, dots, hyphens and underscores',
      next: ['--repository OWNER/NAME for GitHub, ORGANISATION/PROJECT for Azure DevOps'],
    },
  ]);
}

function unknownTenant(tenant: string, names: readonly string[]): Refusal {
  return new Refusal([
    {
      code: 'GT-TENANT-UNKNOWN',
      what: `the estate file has no tenant ${tenant}`,
      why: 'the name does not match any tenant of the file',
      next: [`Take one of: ${names.join(', ')}`],
    },
  ]);
}
