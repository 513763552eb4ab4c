import type { Observed } from '../plan/observed.ts';
import { idKey, parseArmId } from '../resource/arm-id.ts';
import { at, isObject, type JsonObject } from '../resource/json.ts';
import type { AzureCalls, Kinds } from '../resource/kind.ts';
import type { Requests } from './requests.ts';

/**
 * Ids of what is really in a resource group. The providers' own lists are asked, since ARM's list is a cache that
 * lags; ARM's is asked too, for types that nothing here knows.
 */
export async function groupContents(
  groupId: string,
  ports: { azure: AzureCalls; kinds: Kinds; requests: Requests },
): Promise<string[]> {
  const { azure, kinds, requests } = ports;
  const providers = kinds.all.filter(
    (kind) =>
      kind.listed === 'subscription' &&
      kind.type !== 'Microsoft.Resources/resourceGroups' &&
      !isExtension(kind.type),
  );
  const lists = await Promise.all(
    providers.map((kind) =>
      requests.read(() => azure.list(`${groupId}/providers/${kind.type}`, kind.apiVersion)),
    ),
  );
  const cached = await requests.read(() => azure.list(`${groupId}/resources`, '2021-04-01'));
  const known = new Set(providers.map((kind) => kind.type.toLowerCase()));
  const others = (cached ?? []).filter(
    (item) => !known.has(parseArmId(String(item['id'])).type.toLowerCase()),
  );
  const ids = [...lists.flatMap((list) => list ?? []), ...others].map((item) => String(item['id']));
  return [...new Map(ids.map((id) => [idKey(id), id])).values()];
}

/** Groups among the orphans that hold something else: by id key, the first such resource. */
export async function occupiedGroups(
  { orphans, resources }: Pick<Observed, 'orphans' | 'resources'>,
  ports: { azure: AzureCalls; kinds: Kinds; requests: Requests },
): Promise<Readonly<Record<string, string>>> {
  // Azure makes the interfaces of private endpoints, and takes them away with these.
  const interfaces = orphans.flatMap((id) => idsAt(resources[idKey(id)], '/properties/networkInterfaces'));
  const going = new Set([...orphans, ...interfaces].map(idKey));
  const groups = orphans.filter((id) => parseArmId(id).type === 'Microsoft.Resources/resourceGroups');
  const found = await Promise.all(
    groups.map(async (group) => {
      const other = (await groupContents(group, ports)).find((id) => !going.has(idKey(id)));
      return other === undefined ? [] : [[idKey(group), other] as const];
    }),
  );
  return Object.fromEntries(found.flat());
}

function idsAt(body: JsonObject | null | undefined, pointer: string): string[] {
  const items = at(body ?? undefined, pointer);
  return Array.isArray(items) ? items.flatMap((item) => (isObject(item) ? [String(item['id'])] : [])) : [];
}

/** Role assignments lie on a group, not in it. */
function isExtension(type: string): boolean {
  return type.startsWith('Microsoft.Authorization/');
}
