import type { Found } from '../../resource/found.ts';
import type { CheckResult } from '../check.ts';
import { checks } from '../index.ts';
import { type Check, type Finding, notApplicable } from '../rule.ts';
import { cosmosFound, sqlFound, storageFound } from './integration.ts';
import { budgetFound, contentFilterFound, modelsFound } from './models.ts';
import { openingsFound, rulesFound, subnetsFound } from './network.ts';
import { dnsFound, privateEndpointsFound } from './private-link.ts';
import { rolesFound } from './roles.ts';
import {
  accountFound,
  encryptionInTransitFound,
  localAuthenticationFound,
  publicAccessFound,
  vaultFound,
} from './services.ts';
import { activityLogFound, defenderFound, policiesFound } from './subscription.ts';
import { alertsFound, diagnosticsFound, notificationsFound, workspacesFound } from './telemetry.ts';
import { accountsIn, cosmosIn, scopeOf, sqlServersIn, storageIn, vaultsIn } from './within.ts';

/** What some checks after say without an estate file: of what would be wrong in anybody's. */
const judges: Readonly<Partial<Record<Check['id'], (found: Found) => readonly Finding[]>>> = {
  'GT-CHECK-PUBLIC-ACCESS': publicAccessFound,
  'GT-CHECK-LOCAL-AUTH': localAuthenticationFound,
  'GT-CHECK-VAULT': vaultFound,
  'GT-CHECK-ACCOUNT': accountFound,
  'GT-CHECK-ENDPOINTS': privateEndpointsFound,
  'GT-CHECK-DNS': dnsFound,
  'GT-CHECK-SUBNETS': subnetsFound,
  'GT-CHECK-RULES': rulesFound,
  'GT-CHECK-OPENINGS': openingsFound,
  'GT-CHECK-DIAGNOSTICS': diagnosticsFound,
  'GT-CHECK-LOGS': workspacesFound,
  'GT-CHECK-ALERTS': alertsFound,
  'GT-CHECK-NOTIFICATIONS': notificationsFound,
  'GT-CHECK-ACTIVITY-LOG': activityLogFound,
  'GT-CHECK-DEFENDER': defenderFound,
  'GT-CHECK-POLICIES': policiesFound,
  'GT-CHECK-ROLES': rolesFound,
  'GT-CHECK-TLS': encryptionInTransitFound,
  'GT-CHECK-STORAGE': storageFound,
  'GT-CHECK-COSMOS': cosmosFound,
  'GT-CHECK-SQL': sqlFound,
  'GT-CHECK-MODELS': modelsFound,
  'GT-CHECK-CONTENT-FILTER': contentFilterFound,
  'GT-CHECK-BUDGET-KEPT': budgetFound,
};

/**
 * Judges what was found, whoever built it, by every check after. What only an estate file could say is not applicable;
 * what Azure did not show fails, for nothing is proven of it.
 */
export function judgeFound(found: Found): CheckResult[] {
  const services = [accountsIn, vaultsIn, storageIn, cosmosIn, sqlServersIn].flatMap((of) => of(found));
  if (services.length === 0 && found.unread.length === 0) {
    return [
      {
        id: 'GT-CHECK-FOUND',
        checklist: ['VAL-2'],
        status: 'not-applicable',
        message: 'neither an Azure OpenAI account nor a key vault, storage or a database was found',
        evidence: scopeOf(found),
      },
    ];
  }
  return [
    ...found.unread.map(({ path, code, reason }) => ({
      id: 'GT-CHECK-UNREAD',
      checklist: ['VAL-2'],
      status: 'failed' as const,
      message: `${path} could not be read: ${reason}`,
      evidence: code,
      risk: 'Whatever is wrong there stays unseen.',
      next: `Ask an owner for: az role assignment create --role Reader --assignee OBJECT-ID --scope /subscriptions/${found.subscriptionId}`,
    })),
    ...checks.filter(({ stage }) => stage === 'after').flatMap((check) => verdictsOf(check, found)),
  ];
}

function verdictsOf({ id, checklist, risk }: Check, found: Found): CheckResult[] {
  const judge = judges[id];
  const findings = judge ? judge(found) : [notApplicable('only an estate file says what should be here')];
  const all = findings.length > 0 ? findings : [notApplicable('nothing of the kind was found')];
  return all.map((finding) => ({
    id,
    checklist,
    ...finding,
    ...(finding.status === 'failed' && risk !== undefined ? { risk } : {}),
  }));
}
