import { join } from 'node:path';
import { leastRights } from '../checks/rights.ts';
import { makeDesign } from '../design/make-design.ts';
import { Refusal } from '../problems/problem.ts';
import { fileOf, type RightsJson, type StampRights, stampRights } from '../report/rights.ts';
import { readEstate } from './estate-files.ts';
import { exit } from './exit-code.ts';
import { noEstateFile } from './find-estate.ts';
import type { ExportRightsOptions } from './options.ts';
import type { Ports } from './ports.ts';
import { selectStamps } from './stamps.ts';

/** Prints the custom role of the least rights that deploy an environment, and what is left to somebody else. */
export async function exportRights(options: ExportRightsOptions, ports: Ports): Promise<number> {
  const found = await readEstate(options.config, ports.files);
  if (!found)
    throw noEstateFile(options.config, 'rights are those that an estate needs', 'Make one: gotthard deploy');
  const { estate } = found;
  const { out, json } = options;
  const stamps = await selectStamps(estate, { ...options, allByDefault: json || out !== undefined }, ports);
  const rights = stamps.map((stamp) => {
    const design = makeDesign(stamp);
    return stampRights(estate, design, leastRights(design));
  });
  const roles = rights.flatMap((each) => each.roles);
  if (!json && out === undefined && roles.length > 1) throw severalRoles(roles.length);
  const paths: string[] = [];
  for (const role of out === undefined ? [] : roles) {
    const path = join(out ?? '', fileOf(role));
    await ports.files.write(path, `${JSON.stringify(role.definition, null, 2)}\n`);
    paths.push(path);
  }
  for (const line of rights.flatMap(steps)) ports.show.text(line);
  if (json) ports.json({ rights, ...(out === undefined ? {} : { paths }) } satisfies RightsJson);
  else if (out === undefined)
    for (const { definition } of roles) ports.text(JSON.stringify(definition, null, 2));
  return exit.done;
}

/** What is to be done with the roles, and by whom what they leave. */
function steps({ tenant, environment, roles, others }: StampRights): string[] {
  return [
    `Rights of whoever deploys ${tenant}/${environment}:`,
    ...roles.flatMap(({ commands }) => commands.map((command) => `  ${command}`)),
    'Left to somebody else:',
    ...others.map(({ what, how }) => `  ${what}: ${how}`),
  ];
}

function severalRoles(count: number): Refusal {
  return new Refusal([
    {
      code: 'GT-EXPORT-OUT',
      what: `these environments need ${count} roles`,
      why: 'a file of a role holds one, as the Azure CLI takes it',
      next: ['Write them into a folder: --out FOLDER', 'Or print them all as one document: --json'],
    },
  ]);
}
