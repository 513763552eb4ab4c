import type { Action, PropertyChange } from '../../plan/plan.ts';
import type { Step } from '../../resource/step.ts';

/** The properties of some types that one check answers for. */
interface Area {
  readonly check: `GT-CHECK-${string}`;
  readonly types: RegExp;
  /** Those of a step alone; absent: of any. */
  readonly step?: Step;
  /** Of those types these JSON Pointers; absent: all that no area above has claimed. */
  readonly paths?: RegExp;
}

/**
 * Which check tells when something is not as designed: the first area that fits, so that one deviation is told once,
 * by the check that people look for it in.
 */
const areas: readonly Area[] = [
  { check: 'GT-CHECK-INCIDENT', types: /\/resourceGroups$/i, paths: /^\/tags\/gotthard-incident$/ },
  { check: 'GT-CHECK-TAGS', types: /./, paths: /^\/tags(\/|$)/ },
  {
    check: 'GT-CHECK-PUBLIC-ACCESS',
    types: /^Microsoft\.(KeyVault\/vaults|CognitiveServices\/accounts)$/i,
    paths: /^\/properties\/(publicNetworkAccess|networkAcls)(\/|$)/,
  },
  {
    check: 'GT-CHECK-LOCAL-AUTH',
    types: /^Microsoft\.CognitiveServices\/accounts$/i,
    paths: /^\/properties\/disableLocalAuth$/,
  },
  {
    check: 'GT-CHECK-ENCRYPTION',
    types: /^Microsoft\.CognitiveServices\/accounts$/i,
    paths: /^\/properties\/encryption(\/|$)/,
  },
  { check: 'GT-CHECK-ENCRYPTION', types: /\/vaults\/keys$/i },
  { check: 'GT-CHECK-API-KEY', types: /\/vaults\/secrets$/i },
  { check: 'GT-CHECK-VAULT', types: /^Microsoft\.KeyVault\/vaults$/i },
  { check: 'GT-CHECK-ACCOUNT', types: /^Microsoft\.CognitiveServices\/accounts$/i },
  { check: 'GT-CHECK-COSMOS', types: /^Microsoft\.DocumentDB\//i },
  { check: 'GT-CHECK-SQL', types: /^Microsoft\.Sql\//i },
  { check: 'GT-CHECK-DATA-FACTORY', types: /^Microsoft\.DataFactory\//i },
  { check: 'GT-CHECK-CONTENT-FILTER', types: /\/raiPolicies$/i },
  { check: 'GT-CHECK-MODELS', types: /^Microsoft\.CognitiveServices\/accounts\/deployments$/i },
  { check: 'GT-CHECK-LOGIC-APP', types: /^Microsoft\.(Web|Storage)\//i, step: 'Logic App' },
  { check: 'GT-CHECK-STORAGE', types: /^Microsoft\.Storage\//i },
  { check: 'GT-CHECK-ROTATION', types: /^Microsoft\.Web\/|\/roleDefinitions$/i },
  { check: 'GT-CHECK-NETWORK', types: /^Microsoft\.Network\/virtualNetworks$/i },
  { check: 'GT-CHECK-SUBNETS', types: /\/virtualNetworks\/subnets$/i },
  { check: 'GT-CHECK-RULES', types: /\/networkSecurityGroups$/i },
  { check: 'GT-CHECK-ROUTES', types: /\/routeTables$/i },
  { check: 'GT-CHECK-ENDPOINTS', types: /^Microsoft\.Network\/privateEndpoints$/i },
  { check: 'GT-CHECK-DNS', types: /\/(privateDnsZoneGroups|privateDnsZones|virtualNetworkLinks)$/i },
  { check: 'GT-CHECK-ROLES', types: /\/roleAssignments$/i },
  { check: 'GT-CHECK-LOCKS', types: /^Microsoft\.Authorization\/locks$/i },
  { check: 'GT-CHECK-POLICIES', types: /\/policy(Assignments|Definitions|SetDefinitions)$/i },
  { check: 'GT-CHECK-DEFENDER', types: /\/pricings$/i },
  { check: 'GT-CHECK-DIAGNOSTICS', types: /\/diagnosticSettings$/i },
  { check: 'GT-CHECK-LOGS', types: /\/workspaces$/i },
  { check: 'GT-CHECK-ALERTS', types: /\/(metricAlerts|scheduledQueryRules|activityLogAlerts)$/i },
  { check: 'GT-CHECK-DASHBOARD', types: /\/workbooks$/i },
  {
    check: 'GT-CHECK-ITSM',
    types: /\/actionGroups$/i,
    paths: /^\/properties\/webhookReceivers(\/|$)/,
  },
  { check: 'GT-CHECK-NOTIFICATIONS', types: /\/actionGroups$/i },
  { check: 'GT-CHECK-BUDGET-KEPT', types: /\/budgets$/i },
  { check: 'GT-CHECK-FOUNDATION', types: /./ },
];

/** The check that answers for a property of a resource. */
function checkFor({ type, step }: Pick<Action, 'type' | 'step'>, path: string): string {
  const area = areas.find(
    ({ types, paths, step: of = step }) => types.test(type) && of === step && (paths?.test(path) ?? true),
  );
  return area?.check ?? 'GT-CHECK-FOUNDATION';
}

/** Those of an action's changes for which a check answers. */
export function changesOf(
  check: string,
  action: Pick<Action, 'type' | 'step' | 'changes'>,
): readonly PropertyChange[] {
  return action.changes.filter(({ path }) => checkFor(action, path) === check);
}
