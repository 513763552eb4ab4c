import { idKey, parseArmId } from '../../resource/arm-id.ts';
import { at, type JsonObject } from '../../resource/json.ts';
import type { FactsWanted, HeldName, NameFact } from '../../resource/subscription.ts';
import { deletedAccount } from '../kinds/deleted-account.ts';
import { deletedVault } from '../kinds/deleted-vault.ts';
import type { Session } from '../session.ts';
import { text } from './json-fields.ts';
import { fact, present, type Read } from './tolerant.ts';

type WantedName = FactsWanted['names'][number];

interface Answer {
  readonly free: boolean;
  readonly reason: string | undefined;
}

/** Whether a name is free, and if not, which soft-deleted resource of this subscription holds it. */
export async function readName(session: Session, wanted: WantedName, read: Read): Promise<NameFact> {
  const answer = await fact(() => read(() => check(session, wanted)));
  const taken = 'value' in answer && !answer.value.free;
  const held = taken ? await fact(() => read(() => holder(session, wanted))) : undefined;
  return {
    ...wanted,
    free: 'value' in answer ? { value: answer.value.free } : answer,
    reason: 'value' in answer ? answer.value.reason : undefined,
    heldBy: held && 'value' in held ? held.value : undefined,
  };
}

async function check(session: Session, { kind, name }: WantedName): Promise<Answer> {
  const provider = `/subscriptions/${session.subscriptionId}/providers`;
  if (kind === 'vault') {
    const path = `${provider}/Microsoft.KeyVault/checkNameAvailability`;
    const sent = { name, type: 'Microsoft.KeyVault/vaults' };
    const body = present(await session.post(path, '2026-02-01', sent), path);
    return { free: body['nameAvailable'] === true, reason: text(body, '/message') };
  }
  if (kind === 'storage') {
    const path = `${provider}/Microsoft.Storage/checkNameAvailability`;
    const sent = { name, type: 'Microsoft.Storage/storageAccounts' };
    const body = present(await session.post(path, '2025-06-01', sent), path);
    return { free: body['nameAvailable'] === true, reason: text(body, '/message') };
  }
  if (kind === 'sql') {
    const path = `${provider}/Microsoft.Sql/checkNameAvailability`;
    const sent = { name, type: 'Microsoft.Sql/servers' };
    const body = present(await session.post(path, '2023-08-01', sent), path);
    return { free: body['available'] === true, reason: text(body, '/message') };
  }
  if (kind === 'site') {
    const path = `${provider}/Microsoft.Web/checknameavailability`;
    const sent = { name, type: 'Microsoft.Web/sites' };
    const body = present(await session.post(path, '2025-03-01', sent), path);
    return { free: body['nameAvailable'] === true, reason: text(body, '/message') };
  }
  if (kind === 'cosmos') {
    const taken = await session.exists(
      `/providers/Microsoft.DocumentDB/databaseAccountNames/${name}`,
      '2025-10-15',
    );
    return { free: !taken, reason: undefined };
  }
  const path = `${provider}/Microsoft.CognitiveServices/checkDomainAvailability`;
  const sent = { subdomainName: name, type: 'Microsoft.CognitiveServices/accounts', kind: 'OpenAI' };
  const body = present(await session.post(path, '2025-09-01', sent), path);
  return { free: body['isSubdomainAvailable'] === true, reason: text(body, '/reason') };
}

async function holder(session: Session, { kind, name }: WantedName): Promise<HeldName | undefined> {
  const provider = `/subscriptions/${session.subscriptionId}/providers`;
  if (kind === 'vault') {
    const items = await session.list(`${provider}/Microsoft.KeyVault/deletedVaults`, '2026-02-01');
    const found = items?.find((item) => same(text(item, '/name'), name));
    return found ? heldVault(found) : undefined;
  }
  // A deleted storage or database account, a server or an app holds no name.
  if (kind !== 'account') return undefined;
  const items = await session.list(`${provider}/Microsoft.CognitiveServices/deletedAccounts`, '2025-09-01');
  const found = items?.find((item) => same(text(item, '/properties/customSubDomainName'), name));
  return found ? heldAccount(found) : undefined;
}

function heldVault(entry: JsonObject): HeldName {
  const vaultId = text(entry, '/properties/vaultId') ?? '';
  return {
    id: vaultId,
    freeOn: text(entry, '/properties/scheduledPurgeDate'),
    purgeProtected: at(entry, '/properties/purgeProtectionEnabled') === true,
    purgeCommand: deletedVault.purgeCommand(vaultId, text(entry, '/properties/location') ?? ''),
  };
}

/** The entry's own id holds region and group; the account had that group and that name. */
function heldAccount(entry: JsonObject): HeldName {
  const id = text(entry, '/id') ?? '';
  const { subscriptionId = '', names } = parseArmId(id);
  const [location = '', group = '', name = ''] = names;
  const account = `/subscriptions/${subscriptionId}/resourceGroups/${group}/providers/Microsoft.CognitiveServices/accounts/${name}`;
  return {
    id: account,
    freeOn: text(entry, '/properties/scheduledPurgeDate'),
    purgeProtected: false,
    purgeCommand: deletedAccount.purgeCommand(account, location),
  };
}

function same(one: string | undefined, other: string): boolean {
  return one !== undefined && idKey(one) === idKey(other);
}
