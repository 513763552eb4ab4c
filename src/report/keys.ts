import type { Stamp } from '../estate/estate.ts';
import { at, type JsonObject } from '../resource/json.ts';
import { type Credential, credentialIn } from '../resource/secret-value.ts';

/** What is known of the API key in use, never its value. */
export interface KeptKey {
  readonly tenant: string;
  readonly environment: string;
  /** `missing`: nothing is stored. `due`: older than its period. */
  readonly state: 'current' | 'due' | 'missing';
  readonly rotationDays: number;
  /** ARM id of the secret. */
  readonly secretId?: string;
  readonly inUse?: Credential;
  readonly createdAt?: string;
  readonly ageDays?: number;
  readonly nextRotation?: string;
  readonly expiresAt?: string;
}

/** `gotthard keys list --json`. */
export interface KeysListJson {
  readonly cloud: string;
  readonly keys: readonly KeptKey[];
}

const day = 86_400_000;

/** What a secret as ARM shows it says of its key. */
export function keptKey(
  { tenant, environment }: Stamp,
  { days, secret, now }: { days: number; secret: JsonObject | undefined; now: number },
): KeptKey {
  const named = { tenant: tenant.name, environment: environment.name, rotationDays: days };
  if (!secret) return { ...named, state: 'missing' };
  const created = Number(at(secret, '/properties/attributes/created')) * 1000;
  const expires = at(secret, '/properties/attributes/exp');
  const due = created + days * day;
  return {
    ...named,
    state: now > due ? 'due' : 'current',
    secretId: String(secret['id']),
    inUse: credentialIn(secret['tags']),
    createdAt: new Date(created).toISOString(),
    ageDays: Math.floor((now - created) / day),
    nextRotation: new Date(due).toISOString(),
    ...(typeof expires === 'number' ? { expiresAt: new Date(expires * 1000).toISOString() } : {}),
  };
}

/** One line a key, under a heading. Times are UTC. */
export function keysTable(cloud: string, keys: readonly KeptKey[]): string[] {
  const rows = keys.map((key) => [
    `${key.tenant}/${key.environment}`,
    key.state,
    key.inUse ?? '-',
    key.ageDays === undefined ? '-' : `${key.ageDays} days`,
    `${key.rotationDays} days`,
    key.nextRotation?.slice(0, 10) ?? '-',
    key.secretId ?? '-',
  ]);
  const table = [['STAMP', 'STATE', 'IN USE', 'AGE', 'ROTATED EVERY', 'NEXT', 'SECRET'], ...rows];
  const widths =
    table[0]?.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0))) ?? [];
  return table.map((row, index) => {
    const cells = row.map((cell, column) => cell.padEnd(widths[column] ?? 0));
    return `${cells.join('  ').trimEnd()}${index === 0 ? `  [${cloud}]` : ''}`;
  });
}
