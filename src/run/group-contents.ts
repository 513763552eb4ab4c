import { idKey, parseArmId } from '../resource/arm-id.ts';
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

/** Role assignments lie on a group, not in it. */
function isExtension(type: string): boolean {
  return type.startsWith('Microsoft.Authorization/');
}
