import type { JsonObject } from '../../resource/json.ts';
import type { ComplianceFact } from '../../resource/subscription.ts';
import type { Session } from '../session.ts';
import { objects, text } from './json-fields.ts';
import { present, type Read } from './tolerant.ts';

const version = '2024-10-01';

/**
 * What Azure says of how an initiative is kept, wherever it is assigned. Two read actions; the states are asked for only
 * where there is one that does not comply. Source: Azure/azure-rest-api-specs, PolicyInsights 2024-10-01.
 */
export async function readCompliance(
  session: Session,
  initiativeId: string,
  read: Read,
): Promise<ComplianceFact> {
  const states = `${initiativeId}/providers/Microsoft.PolicyInsights/policyStates/latest`;
  const ask = async (path: string): Promise<JsonObject> =>
    present(await read(() => session.post(path, version)), path);
  const summary = await ask(`${states}/summarize`);
  const counts = objects(summary, '/value/0/results/resourceDetails').map((each) => ({
    state: text(each, '/complianceState')?.toLowerCase(),
    count: Number(each['count']),
  }));
  const evaluated = counts.reduce((sum, { count }) => sum + count, 0);
  if (!counts.some(({ state, count }) => state === 'noncompliant' && count > 0))
    return { evaluated, broken: [] };
  const filter = encodeURIComponent('IsCompliant eq false');
  const answer = await ask(`${states}/queryResults?$filter=${filter}`);
  return {
    evaluated,
    broken: objects(answer, '/value').map((each) => ({
      resourceId: text(each, '/resourceId') ?? '',
      policy: text(each, '/policyDefinitionReferenceId') ?? text(each, '/policyDefinitionId') ?? '',
    })),
  };
}
