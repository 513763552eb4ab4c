import { isoTime } from './instants.ts';
import { isObject, type JsonObject, objectAt } from './json.ts';
import { modelOf } from './models.ts';
import { shownState } from './operations.ts';
import type { Stored } from './provider.ts';
import type { Transaction } from './transaction.ts';

/** A resource as ARM answers it: envelope, body, etag, state. */
export function shownBody(tx: Transaction, record: Stored): JsonObject {
  const model = modelOf(record.type);
  const body = model?.show === undefined ? record.body : model.show(tx, record);
  const answer: JsonObject = {
    id: record.id,
    name: record.name,
    type: model?.shownType ?? record.type,
    ...body,
  };
  if (model?.etag) answer['etag'] = tx.etag(record);
  if (model?.showsState !== false && (model !== undefined || isObject(body['properties']))) {
    answer['properties'] = { ...objectAt(body, 'properties'), provisioningState: shownState(tx, record) };
  }
  if (model?.showsSystemData) answer['systemData'] = systemData(record);
  return answer;
}

function systemData(record: Stored): JsonObject {
  return {
    createdAt: isoTime(record.createdAt),
    createdBy: record.createdBy,
    createdByType: 'User',
    lastModifiedAt: isoTime(record.changedAt),
    lastModifiedBy: record.changedBy,
    lastModifiedByType: 'User',
  };
}
