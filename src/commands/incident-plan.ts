import { incidentPlanText, unnamedRoles } from '../report/incident-plan.ts';
import type { IncidentPlanJson } from '../report/json.ts';
import { readEstate } from './estate-files.ts';
import { exit } from './exit-code.ts';
import { noEstateFile } from './find-estate.ts';
import type { IncidentPlanOptions } from './options.ts';
import type { Ports } from './ports.ts';
import { selectStamps } from './stamps.ts';

/** Writes the incident plan of the estate, or prints it. Asks no cloud. */
export async function incidentPlan(options: IncidentPlanOptions, ports: Ports): Promise<number> {
  const read = await readEstate(options.config, ports.files);
  if (!read) throw noEstateFile(options.config, 'an incident plan is made of the names of its file');
  const { estate } = read;
  const stamps = await selectStamps(estate, { ...options, allByDefault: true }, ports);
  const text = incidentPlanText(await ports.template('incident-response/plan.md'), {
    estate,
    stamps,
    cloud: ports.about(options.cloud ?? estate.cloud),
    file: options.config,
    today: ports.today(),
  });
  const unnamed = unnamedRoles(estate);
  if (options.out !== undefined) {
    await ports.files.write(options.out, text);
    ports.show.text(`Incident plan: ${options.out}`);
  }
  if (unnamed.length > 0)
    ports.show.text(
      `Nobody is named as ${unnamed.join(', ')}: add them to incident.contacts in ${options.config}.`,
    );
  if (options.json) {
    ports.json({
      ...(options.out === undefined ? { text } : { path: options.out }),
      stamps: stamps.map(({ name }) => name),
      unnamed,
    } satisfies IncidentPlanJson);
  } else if (options.out === undefined) ports.text(text.trimEnd());
  return exit.done;
}
