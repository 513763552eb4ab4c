import { keyOf } from './arm-id.ts';
import { modelOf } from './models.ts';
import type { Stored } from './provider.ts';
import type { Transaction } from './transaction.ts';

/**
 * Removes a record and everything beneath it, deepest first, with the `deleted` hook of each. Extension
 * resources that outlive what they extend stay.
 */
export function removeRecord(tx: Transaction, id: string): void {
  const record = tx.findAny(id);
  if (record === undefined) return;
  const beneath = tx.rows.starting('resource', `${keyOf(id)}/`) as unknown as Stored[];
  for (const one of [record, ...beneath]) modelOf(one.type)?.removing?.(tx, one);
  for (const one of beneath
    .filter((inner) => !staysWithout(inner))
    .sort((a, b) => b.id.length - a.id.length)) {
    dropOne(tx, one);
  }
  dropOne(tx, record);
}

/** Extension resources whose type says so stay when what they extend goes. */
function staysWithout(record: Stored): boolean {
  return modelOf(record.type)?.placement === 'extension' && modelOf(record.type)?.outlives === true;
}

function dropOne(tx: Transaction, record: Stored): void {
  const current = tx.findAny(record.id);
  // An earlier hook of the same cascade may have taken it along.
  if (current === undefined) return;
  tx.drop(record.id);
  modelOf(record.type)?.deleted?.(tx, current);
}
