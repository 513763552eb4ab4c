import type { ArmRequest } from './arm-request.ts';
import { ArmError } from './errors.ts';
import type { Stored, TypeModel } from './provider.ts';
import type { Transaction } from './transaction.ts';

/** Holds If-Match and If-None-Match against what exists; throws 412. Types without ETags ignore both. */
export function checkPreconditions(
  tx: Transaction,
  model: TypeModel,
  prior: Stored | undefined,
  request: ArmRequest,
): void {
  if (!model.etag) return;
  const { ifMatch, ifNoneMatch, method } = request;
  if (ifMatch !== undefined && prior === undefined && method !== 'DELETE') throw failed('If-Match', ifMatch);
  if (ifMatch !== undefined && prior !== undefined && ifMatch !== '*' && !names(ifMatch, tx.etag(prior))) {
    throw failed('If-Match', ifMatch);
  }
  if (ifNoneMatch === undefined || prior === undefined) return;
  const isThere = ifNoneMatch === '*' || (model.etag === true && names(ifNoneMatch, tx.etag(prior)));
  if (isThere) throw failed('If-None-Match', ifNoneMatch);
}

/** Some clients drop the quotes or the weakness mark of a tag. */
function names(given: string, etag: string): boolean {
  const bare = (tag: string): string => tag.replace(/^W\//, '').replaceAll('"', '');
  return given.split(',').some((one) => bare(one.trim()) === bare(etag));
}

function failed(header: string, value: string): ArmError {
  return new ArmError(
    412,
    'PreconditionFailed',
    `The condition '${value}' in the ${header} header was not satisfied.`,
  );
}
