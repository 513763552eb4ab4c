import { keyOf } from './arm-id.ts';
import { providers } from './catalogue.ts';
import { isObject, type Json, type JsonObject } from './json.ts';
import { isMadeGuid } from './made-values.ts';
import { modelOf } from './models.ts';
import type { Stored } from './provider.ts';
import { directories, groups, regions } from './seed-directories.ts';
import type { Transaction } from './transaction.ts';
import { type Found, pathsIn, withoutPaths } from './value-paths.ts';

/**
 * The state of the cloud as canonical JSON: keys and resources sorted, ids in lower case, without values that the
 * service makes; a reference to such a value is written `<resource id>#<path>`, or `dead` when its owner is gone.
 */
export function exportState(tx: Transaction): string {
  const records = tx.rows.starting('resource', '/') as unknown as Stored[];
  const owners = madeValues(tx, records);
  // Its keys stand in their order.
  const state = {
    directories: sorted(directories.map(({ id, displayName, domain }) => ({ id, displayName, domain }))),
    groups: sorted(
      groups.map(({ objectId, displayName, directoryId }) => ({ objectId, displayName, directoryId })),
    ),
    offers: offers(),
    regions: regions.map(({ name }) => name),
    resources: records.flatMap((record) => {
      const exported = exportedRecord(tx, record, owners);
      return exported === undefined ? [] : [sorted(exported)];
    }),
    subscriptions: sorted(
      tx.subscriptions().map(({ id, displayName, directoryId, state: status }) => ({
        id,
        displayName,
        directoryId,
        state: status,
      })),
    ),
  };
  return `${JSON.stringify(state, undefined, 2)}\n`;
}

let offered: Json | undefined;

/** What can be deployed where, sorted: it never changes, and is more than all else. */
function offers(): Json {
  offered ??= sorted(
    Object.fromEntries(
      providers.flatMap(({ namespace, offers: own }) => {
        const offer = own?.();
        return offer === undefined ? [] : [[namespace, offer] as const];
      }),
    ),
  );
  return offered;
}

/** Every value that a resource's service made, with the place to name it by. */
function madeValues(tx: Transaction, records: readonly Stored[]): Map<string, string> {
  const owners = new Map<string, string>();
  for (const record of records) {
    const paths = modelOf(record.type)?.serverMade ?? [];
    if (paths.length === 0) continue;
    const shown = tx.shown(record);
    for (const { path, value } of paths.flatMap((pattern) => pathsIn(shown, pattern))) {
      if (typeof value === 'string' && value !== '')
        owners.set(value.toLowerCase(), `${keyOf(record.id)}#${path}`);
    }
  }
  return owners;
}

function exportedRecord(
  tx: Transaction,
  record: Stored,
  owners: ReadonlyMap<string, string>,
): JsonObject | undefined {
  const model = modelOf(record.type);
  const own = withoutPaths(record.body, model?.serverMade ?? []);
  const body = model?.exported === undefined ? own : model.exported(tx, record, own);
  if (body === undefined) return undefined;
  const references = (model?.references ?? []).flatMap((pattern) => pathsIn(body, pattern));
  const named = withoutEmpty(withReferences(body, owners, references) as JsonObject, ['tags', 'properties']);
  const state = record.state === 'Succeeded' ? {} : { provisioningState: record.state };
  return { ...named, id: keyOf(record.id), type: model?.type ?? record.type, ...state };
}

/** To ARM an empty map of tags is the same as none, and so are empty properties. */
function withoutEmpty(body: JsonObject, names: readonly string[]): JsonObject {
  const isEmpty = (value: Json | undefined): boolean => isObject(value) && Object.keys(value).length === 0;
  return Object.fromEntries(
    Object.entries(body).filter(([key, value]) => !(names.includes(key) && isEmpty(value))),
  );
}

/** Declared references, and any GUID that the sandbox made wherever it stands. */
function withReferences(
  value: Json,
  owners: ReadonlyMap<string, string>,
  declared: readonly Found[],
  path = '',
): Json {
  if (typeof value === 'string') {
    const known = declared.some((one) => one.path === path) || isMadeGuid(value);
    if (!known) return value;
    return owners.get(value.toLowerCase()) ?? (isMadeGuid(value) ? 'dead' : value);
  }
  const inside = (key: string | number): string => (path === '' ? String(key) : `${path}.${key}`);
  if (Array.isArray(value))
    return value.map((item, index) => withReferences(item, owners, declared, inside(index)));
  if (!isObject(value)) return value;
  const named: JsonObject = {};
  for (const [key, member] of Object.entries(value)) {
    named[key] = withReferences(member, owners, declared, inside(key));
  }
  return named;
}

/** A copy with the keys of every object in order. */
function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([key, member]) => [key, sorted(member)]));
}
