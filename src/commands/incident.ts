import type { Stamp } from '../estate/estate.ts';
import {
  cutsAnything,
  type IncidentInput,
  isolationPlan,
  restorationPlan,
  revocationPlan,
} from '../plan/make-incident-plan.ts';
import type { Incident, StampPlan } from '../plan/plan.ts';
import { Refusal } from '../problems/problem.ts';
import type { IncidentJson } from '../report/json.ts';
import { idKey } from '../resource/arm-id.ts';
import type { JsonObject } from '../resource/json.ts';
import { isOpen, type JournalStore, stateOf } from '../run/journal.ts';
import { withoutBusy } from './busy.ts';
import { carryOut } from './carry-out.ts';
import { readEstate } from './estate-files.ts';
import { exit, exitCodeOf } from './exit-code.ts';
import { noEstateFile } from './find-estate.ts';
import { keepEvidence } from './incident-evidence.ts';
import type { IncidentOptions } from './options.ts';
import type { Ports } from './ports.ts';
import { type Prepared, prepareApart } from './prepare.ts';
import { selectStamps } from './stamps.ts';

/** What people are told where nothing is to be done. */
const nothing: Readonly<Record<Incident['act'], string>> = {
  isolate: 'It is cut off already. Nothing to do.',
  revoke: 'There is nothing to revoke. Nothing to do.',
  restore: 'Nothing is cut off or revoked. Nothing to do.',
};

const next: Readonly<Record<Incident['act'], string>> = {
  isolate: 'Cut off. Prove it: gotthard verify. Put back: gotthard incident restore.',
  revoke: 'Revoked. Put roles back: gotthard incident restore.',
  restore: 'Put back. Prove it: gotthard verify.',
};

/** Plans, confirms, keeps evidence and runs: a network cut, access revoked, or both put back. Answers the exit code. */
export async function incident(
  act: Incident['act'],
  options: IncidentOptions,
  ports: Ports,
): Promise<number> {
  const read = await readEstate(options.config, ports.files);
  if (!read) throw noEstateFile(options.config, 'an incident is answered to by the names of its file');
  const { estate } = read;
  const cloud = await ports.cloud(options.cloud ?? estate.cloud);
  const stamps = await selectStamps(estate, { ...options, allByDefault: false }, ports);
  const records = await ports.records(cloud.name, estate);
  const { free, busy } = await withoutBusy(stamps, records);
  const planOf = await incidentPlans(act, options, free, records.journals);
  const preparation = await prepareApart(estate, free, { ...ports, cloud }, planOf);
  const evidence: string[] = [];
  const keep = async (one: Prepared): Promise<void> => {
    const folder = await keepEvidence(one, act, cloud, ports);
    evidence.push(folder);
    ports.show.text(`Evidence: ${folder}`);
  };
  const how = { cloud, busy, nothing: nothing[act], first: keep };
  const results = await carryOut(preparation, how, options, { ...ports, ...records });
  if (typeof results === 'number') return results;
  if (evidence.length > 0 && results.every(({ outcome }) => outcome === 'succeeded'))
    ports.show.text(next[act]);
  if (options.json)
    ports.json({ cloud: cloud.name, incident: act, evidence, runs: results } satisfies IncidentJson);
  return exitCodeOf(results, true);
}

/** How each stamp is planned. */
export async function incidentPlans(
  act: Incident['act'],
  { hard, principals }: Pick<IncidentOptions, 'hard' | 'principals'>,
  stamps: readonly Stamp[],
  journals: JournalStore,
): Promise<(input: IncidentInput, stamp: Stamp) => StampPlan> {
  if (act === 'isolate')
    return (input, { name }) => {
      const plan = isolationPlan(input, { hard });
      if (!cutsAnything(plan)) throw nothingToCut(name);
      return plan;
    };
  if (act === 'revoke') return (input) => revocationPlan(input, { principals });
  const revoked = await revokedRoles(
    stamps.map(({ name }) => name),
    journals,
  );
  return (input, { name }) => restorationPlan(input, { cut: revoked.get(name) });
}

/** By stamp, the roles that were revoked since it was last restored, as they were; a stamp without any is not there. */
async function revokedRoles(
  stamps: readonly string[],
  journals: JournalStore,
): Promise<ReadonlyMap<string, ReadonlyMap<string, JsonObject>>> {
  const found = new Map<string, Map<string, JsonObject>>();
  for (const runId of await journals.list()) {
    const state = stateOf((await journals.read(runId)).entries);
    const { incident: done, tenant, environment } = state?.header.plan ?? {};
    const name = `${tenant}/${environment}`;
    if (!state || !done || isOpen(state) || !stamps.includes(name)) continue;
    if (done.act === 'restore' && state.end?.outcome === 'succeeded') found.delete(name);
    if (done.act !== 'revoke') continue;
    const roles = found.get(name) ?? new Map<string, JsonObject>();
    for (const { key, id, act, prior } of state.intents.values())
      if (act === 'remove' && prior && state.done.has(key) && !state.undone.has(key))
        roles.set(idKey(id), prior);
    if (roles.size > 0) found.set(name, roles);
  }
  return found;
}

function nothingToCut(stamp: string): Refusal {
  return new Refusal(
    [
      {
        code: 'GT-INCIDENT-NOT-OURS',
        what: `${stamp} has nothing that could be cut off`,
        why: 'it is not deployed, or its network and the security groups in it are somebody else’s',
        next: [
          'Reject the connections of its private endpoints instead: add --hard',
          'Or have the owner of the network deny everything in its security groups.',
        ],
      },
    ],
    exit.refused,
  );
}
