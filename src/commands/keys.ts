import { wantedFacts } from '../checks/wanted-facts.ts';
import { apiKeyBody, expiryOf, rotationDays } from '../design/api-keys.ts';
import { areaOf } from '../design/area.ts';
import { makeDesign } from '../design/make-design.ts';
import type { Stamp } from '../estate/estate.ts';
import { differences } from '../plan/compare.ts';
import { emptied } from '../plan/make-removal-plan.ts';
import { Refusal } from '../problems/problem.ts';
import { runJson } from '../report/json.ts';
import { type KeptKey, type KeysListJson, keptKey, keysTable } from '../report/keys.ts';
import { idKey } from '../resource/arm-id.ts';
import type { JsonObject } from '../resource/json.ts';
import { credentialIn } from '../resource/secret-value.ts';
import { atOnce } from '../run/at-once.ts';
import { confirmed } from './confirm.ts';
import { readEstate } from './estate-files.ts';
import { exit, exitCodeOf } from './exit-code.ts';
import { noEstateFile } from './find-estate.ts';
import { Live } from './live.ts';
import type { CommonOptions, KeysRotateOptions, Selection } from './options.ts';
import type { Cloud, Ports } from './ports.ts';
import type { Prepared } from './prepare.ts';
import { runsAtOnce } from './rollout.ts';
import { runStamp } from './run-stamp.ts';
import { selectStamps } from './stamps.ts';

const secretType = 'Microsoft.KeyVault/vaults/secrets';
/** Milliseconds in which callers are taken to have read the new key: until then the old one must go on working. */
const graceMs = 24 * 3_600_000;

/** Lists the API keys that lie in vaults: which is in use, how old it is, when it is replaced. Never a value. */
export async function keysList(options: CommonOptions & Selection, ports: Ports): Promise<number> {
  const { cloud, stamps } = await chosen(options, true, ports);
  const keys: KeptKey[] = [];
  await atOnce(runsAtOnce, withKeys(stamps), async (stamp) => {
    const { secret } = await readKey(stamp, cloud);
    keys.push(keptKey(stamp, { days: rotationDays(stamp.environment), secret, now: cloud.clock.now() }));
  });
  keys.sort((a, b) => stamps.findIndex(isOf(a)) - stamps.findIndex(isOf(b)));
  if (options.json) ports.json({ cloud: cloud.name, keys } satisfies KeysListJson);
  else if (keys.length === 0) ports.show.text('No environment takes API keys: there is nothing to rotate.');
  else for (const line of keysTable(cloud.name, keys)) ports.text(line);
  return exit.done;
}

function isOf({ tenant, environment }: KeptKey): (stamp: Stamp) => boolean {
  return ({ name }) => name === `${tenant}/${environment}`;
}

/**
 * Makes the key that nobody uses anew and stores it as the one in use. Callers of the old one go on until the next
 * rotation. It can't be undone, and what stops half-way is run again.
 */
export async function keysRotate(options: KeysRotateOptions, ports: Ports): Promise<number> {
  const { cloud, estate, stamps } = await chosen(options, false, ports);
  const keyed = withKeys(stamps);
  if (keyed.length === 0) throw noKeys(stamps);
  const prepared = await Promise.all(keyed.map((stamp) => prepareRotation(stamp, cloud, options.again)));
  ports.show.plans(prepared.map(({ plan }) => plan));
  if (!(await confirmed({ stamps: prepared }, { ...options, isNew: false }, cloud, ports))) {
    ports.show.text('Declined. Nothing was changed.');
    return exit.done;
  }
  const records = await ports.records(cloud.name, estate);
  const live = new Live(
    ports.show,
    prepared.map(({ plan }) => plan),
  );
  const settings = { onFailure: 'keep', concurrency: 1 } as const;
  const rotating = { ...cloud, kinds: cloud.rotating };
  const results = await atOnce(runsAtOnce, prepared, (one) =>
    runStamp(
      one.plan,
      // Under the lock: somebody may have rotated it since it was shown.
      () => prepareRotation(one.stamp, cloud, options.again),
      rotating,
      { ...ports, ...records },
      settings,
      live,
    ),
  );
  await live.end();
  ports.show.runs(results);
  if (options.json) ports.json(runJson(cloud.name, results));
  return exitCodeOf(results, true);
}

async function chosen(options: CommonOptions & Selection, allByDefault: boolean, ports: Ports) {
  const read = await readEstate(options.config, ports.files);
  if (!read) throw noEstateFile(options.config, 'API keys are those of its environments');
  const { estate } = read;
  const cloud = await ports.cloud(options.cloud ?? estate.cloud);
  return { estate, cloud, stamps: await selectStamps(estate, { ...options, allByDefault }, ports) };
}

function withKeys(stamps: readonly Stamp[]): Stamp[] {
  return stamps.filter(({ environment }) => environment.authentication === 'keys');
}

async function readKey(stamp: Stamp, cloud: Cloud) {
  const design = makeDesign(stamp);
  const azure = await cloud.calls(design);
  const requests = cloud.requests(design);
  const { ids } = areaOf(stamp);
  const secret = await requests.read(() => cloud.kinds.get(secretType).read(azure, ids.apiKey));
  return { design, azure, requests, ids, secret };
}

/** The one write of a rotation, as a plan like any other. */
async function prepareRotation(stamp: Stamp, cloud: Cloud, again: boolean): Promise<Prepared> {
  const { design: whole, azure, requests, ids, secret } = await readKey(stamp, cloud);
  if (!secret) throw notStored(stamp);
  const now = cloud.clock.now();
  const key = keptKey(stamp, { days: rotationDays(stamp.environment), secret, now });
  if (!again && now - Date.parse(key.createdAt ?? '') < graceMs) throw tooFresh(stamp, key);
  const design = emptied(whole);
  const resources = { [idKey(ids.apiKey)]: secret };
  const observed = { at: new Date(now).toISOString(), resources, deleted: {}, standIns: {}, orphans: [] };
  const facts = await cloud.facts(azure, wantedFacts(design, observed, cloud.kinds));
  const credential = credentialIn(secret['tags']) === 'key1' ? 'key2' : 'key1';
  const body: JsonObject = apiKeyBody(areaOf(stamp), {
    credential,
    renewed: true,
    expires: expiryOf(stamp, now),
  });
  const { comparison, typicalMs } = cloud.rotating.get(secretType);
  return {
    stamp,
    design,
    observed,
    facts,
    azure,
    requests,
    plan: {
      estateId: design.estateId,
      tenant: design.tenant,
      environment: design.environment,
      subscriptionId: design.subscriptionId,
      directoryId: design.directoryId,
      region: design.region,
      production: design.production,
      actions: [
        {
          key: ids.apiKey,
          id: ids.apiKey,
          type: secretType,
          title: `${credential} of ${ids.account.split('/').at(-1)}, made anew and stored`,
          step: 'Key Vault',
          action: 'update',
          dependsOn: [],
          changes: differences(body, secret, comparison),
          irreversible: true,
          reason: `${credentialIn(secret['tags'])} goes on working until the next rotation`,
          body,
          typicalMs: typicalMs.update,
        },
      ],
      expectedDurationMs: typicalMs.update,
      warnings: [],
      registrations: [],
      pointOfNoReturn: [ids.apiKey],
    },
  };
}

function noKeys(stamps: readonly Stamp[]): Refusal {
  return new Refusal([
    {
      code: 'GT-KEYS-NONE',
      what: `${stamps.map(({ name }) => name).join(', ')} takes no API keys`,
      why: 'its account takes Entra tokens only, so that there is no key to rotate',
      next: ['Nothing is to be done; `authentication: keys` in the estate file would allow keys.'],
    },
  ]);
}

function notStored({ name, tenant, environment }: Stamp): Refusal {
  return new Refusal(
    [
      {
        code: 'GT-KEYS-NOT-STORED',
        what: `the vault of ${name} holds no API key`,
        why: 'it was not deployed with `authentication: keys` yet',
        next: [`gotthard deploy --tenant ${tenant.name} --env ${environment.name}`],
      },
    ],
    exit.refused,
  );
}

function tooFresh({ name }: Stamp, { createdAt }: KeptKey): Refusal {
  return new Refusal(
    [
      {
        code: 'GT-KEYS-FRESH',
        what: `the key of ${name} was rotated at ${createdAt}, less than a day ago`,
        why: 'callers that have not read it since still use the key that would be made anew now, and would fail',
        next: ['Wait for a day; or, when a key has leaked: gotthard keys rotate --again'],
      },
    ],
    exit.refused,
  );
}
