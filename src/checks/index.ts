import { accessControl } from './after/access-control.ts';
import { activityLog } from './after/activity-log.ts';
import { apiKeyKept, apiKeyRotated } from './after/api-keys.ts';
import { classified } from './after/classified.ts';
import { cosmos } from './after/cosmos.ts';
import { dataFactory } from './after/data-factory.ts';
import { defender } from './after/defender.ts';
import { diagnostics } from './after/diagnostics.ts';
import { dnsRecords } from './after/dns-records.ts';
import { encryptionAtRest } from './after/encryption-at-rest.ts';
import { encryptionInTransit } from './after/encryption-in-transit.ts';
import { insideConnection, insideInference, insideName, insideService } from './after/from-inside.ts';
import { outside } from './after/from-outside.ts';
import { idle } from './after/idle.ts';
import { incidentOver } from './after/incident.ts';
import { isolation } from './after/isolation.ts';
import { localAuthentication } from './after/local-authentication.ts';
import { logicApp } from './after/logic-app.ts';
import { itsm, notifications } from './after/notifications.ts';
import { openings } from './after/openings.ts';
import { plain } from './after/plain.ts';
import { compliance, policiesAssigned } from './after/policies.ts';
import { privateEndpoints } from './after/private-endpoints.ts';
import { publicAccess } from './after/public-access.ts';
import { rotation } from './after/rotation.ts';
import { sql } from './after/sql.ts';
import { storage } from './after/storage.ts';
import { subnetRules } from './after/subnet-rules.ts';
import { tags } from './after/tags.ts';
import { vaultSettings } from './after/vault-settings.ts';
import { addressOverlap } from './before/address-overlap.ts';
import { blockedActions } from './before/blocked-actions.ts';
import { budget } from './before/budget.ts';
import { capacity } from './before/capacity.ts';
import { denyPolicies } from './before/deny-policies.ts';
import { directory } from './before/directory.ts';
import { existingUsed } from './before/existing-used.ts';
import { guest } from './before/guest.ts';
import { noIncident } from './before/incident.ts';
import { isolationDesigned } from './before/isolation.ts';
import { modelOffer } from './before/model-offer.ts';
import { namesFree } from './before/names-free.ts';
import { policyDns } from './before/policy-dns.ts';
import { providers } from './before/providers.ts';
import { purgePermission } from './before/purge-permission.ts';
import { quota } from './before/quota.ts';
import { regionTypes } from './before/region-types.ts';
import { residency } from './before/residency.ts';
import { secondFactor } from './before/second-factor.ts';
import { signedIn } from './before/signed-in.ts';
import { subscriptionEnabled } from './before/subscription-enabled.ts';
import { timeLimitedRights } from './before/time-limited-rights.ts';
import { assignPermission, governPermission, writePermission } from './before/write-permission.ts';
import type { CheckResult } from './check.ts';
import { type Check, type CheckInput, type Finding, type Stage, warning } from './rule.ts';

/** Every check, in the order in which people read them. A new one is a file and a line here. */
export const checks: readonly Check[] = [
  signedIn,
  directory,
  guest,
  secondFactor,
  subscriptionEnabled,
  timeLimitedRights,
  writePermission,
  assignPermission,
  governPermission,
  purgePermission,
  providers,
  denyPolicies,
  residency,
  regionTypes,
  modelOffer,
  capacity,
  quota,
  namesFree,
  addressOverlap,
  isolationDesigned,
  existingUsed,
  policyDns,
  blockedActions,
  noIncident,
  budget,
  publicAccess,
  localAuthentication,
  apiKeyKept,
  apiKeyRotated,
  vaultSettings,
  privateEndpoints,
  dnsRecords,
  subnetRules,
  diagnostics,
  activityLog,
  defender,
  encryptionAtRest,
  encryptionInTransit,
  insideName,
  insideConnection,
  insideService,
  insideInference,
  outside,
  cosmos,
  sql,
  accessControl,
  storage,
  rotation,
  dataFactory,
  logicApp,
  policiesAssigned,
  compliance,
  incidentOver,
  openings,
  isolation,
  ...plain,
  notifications,
  itsm,
  idle,
  tags,
  classified,
];

/** Stamps that are planned, run or verified together. */
export interface ChecksInput extends Pick<CheckInput, 'estate' | 'today' | 'cost' | 'isolation'> {
  readonly stamps: readonly Pick<
    CheckInput,
    'design' | 'observed' | 'plan' | 'facts' | 'idleCosts' | 'looks'
  >[];
}

/** Runs every check of a stage on every stamp: all of them, whatever the first ones find. */
export function runChecks(stage: Stage, { stamps, ...all }: ChecksInput): CheckResult[] {
  const ofStage = checks.filter((check) => check.stage === stage);
  const bySubscription = new Map<string, ChecksInput['stamps'][number][]>();
  for (const stamp of stamps) {
    const key = stamp.design.subscriptionId.toLowerCase();
    const others = bySubscription.get(key);
    if (others) others.push(stamp);
    else bySubscription.set(key, [stamp]);
  }
  return stamps.flatMap((stamp) => {
    const others = bySubscription.get(stamp.design.subscriptionId.toLowerCase()) ?? [];
    const alongside = others.filter((other) => other !== stamp);
    const input: CheckInput = { ...stamp, ...all, alongside };
    const fitting = ofStage.filter(({ about }) => about === 'all' || !stamp.design.users);
    return fitting.flatMap((check) => ran(check, input).map((finding) => resultOf(check, finding, input)));
  });
}

/** What a check finds, and what of its concern the estate file has loosened: then nothing else makes it inapplicable. */
function ran(check: Check, input: CheckInput): readonly Finding[] {
  const found = check.run(input);
  const loosened = input.design.loosened.filter(({ checks: by }) => by?.includes(check.id));
  if (check.stage === 'before' || loosened.length === 0) return found;
  const stamp = `${input.design.tenant}/${input.design.environment}: `;
  return [
    ...found.filter(({ status }) => status !== 'not-applicable'),
    ...loosened.map(({ what, next }) => warning(what.replace(stamp, ''), next)),
  ];
}

function resultOf({ id, checklist, risk }: Check, finding: Finding, { design }: CheckInput): CheckResult {
  const told = finding.status === 'failed' && risk !== undefined ? { risk } : {};
  return { id, checklist, stamp: `${design.tenant}/${design.environment}`, ...finding, ...told };
}
