import { createHash } from 'node:crypto';
import type { Design } from '../design/design.ts';
import type { Observed } from '../plan/observed.ts';
import type { Incident } from '../plan/plan.ts';
import { idKey, parseArmId } from '../resource/arm-id.ts';
import { at, isObject, type JsonObject } from '../resource/json.ts';

/** What stood when an incident was answered to. */
export interface EvidenceInput {
  readonly cloud: string;
  readonly act: Incident['act'];
  /** The whole design: what it names are the places to look. */
  readonly design: Design;
  readonly observed: Observed;
  /** All role assignments that hold in the subscription, whoever made them. */
  readonly roles: Read;
  /** The subscription's activity log of the day before. */
  readonly activity: Read;
  /** ISO time. */
  readonly at: string;
  readonly by: string;
}

/** What a list answered, or why it was not read: what is missing is told, since it may matter later. */
export type Read = { readonly items: readonly JsonObject[] } | { readonly notRead: string };

/** A file of the evidence. */
export interface EvidenceFile {
  readonly name: string;
  readonly text: string;
}

const pointers = [
  { type: 'Microsoft.OperationalInsights/workspaces', what: 'workspace' },
  { type: 'Microsoft.Insights/diagnosticSettings', what: 'diagnostic setting' },
] as const;

/**
 * Evidence as files: network, roles, activity, where the logs are, and an index with the SHA-256 of each, by which a
 * later change of one shows. Pure; no secret is ever in what was read.
 */
export function evidenceFiles(input: EvidenceInput): EvidenceFile[] {
  const { design, observed } = input;
  const files = [
    file('network.json', bodiesOf(observed, /^Microsoft\.Network\//i)),
    file('services.json', bodiesOf(observed, /^Microsoft\.(CognitiveServices|KeyVault)\//i)),
    file('role-assignments.json', input.roles),
    file('activity-log.json', input.activity),
    file('diagnostics.json', diagnosticsOf(design, observed)),
  ];
  const index = {
    cloud: input.cloud,
    act: input.act,
    stamp: `${design.tenant}/${design.environment}`,
    subscriptionId: design.subscriptionId,
    directoryId: design.directoryId,
    at: input.at,
    by: input.by,
    files: files.map(({ name, text }) => ({
      name,
      sha256: createHash('sha256').update(text).digest('hex'),
    })),
  };
  return [...files, file('index.json', index)];
}

function file(name: string, content: unknown): EvidenceFile {
  return { name, text: `${JSON.stringify(content, null, 2)}\n` };
}

function bodiesOf({ resources }: Observed, types: RegExp): JsonObject[] {
  return Object.values(resources)
    .filter(isObject)
    .filter((body) => types.test(parseArmId(String(body['id'] ?? '')).type));
}

/** Where logs of the stamp lie, and what to ask them first. */
function diagnosticsOf(design: Design, { resources }: Observed) {
  const found = pointers.flatMap(({ type, what }) =>
    design.resources
      .filter((resource) => resource.type === type)
      .map(({ id }) => ({ what, id, there: Boolean(resources[idKey(id)]) })),
  );
  const used = design.uses
    .filter(({ as }) => as === 'Log Analytics workspace')
    .map(({ id }) => ({ what: 'workspace', id, there: true }));
  const workspaces = [...found, ...used]
    .filter(({ what }) => what === 'workspace')
    .map(({ id }) => ({ id, customerId: at(resources[idKey(id)] ?? undefined, '/properties/customerId') }));
  return {
    settings: found.filter(({ what }) => what !== 'workspace'),
    workspaces,
    queries: [
      'AzureDiagnostics | where TimeGenerated > ago(7d) | summarize calls = count() by ResourceProvider, OperationName, CallerIPAddress, ResultType',
      'AzureActivity | where TimeGenerated > ago(7d) | order by TimeGenerated desc',
    ],
  };
}
