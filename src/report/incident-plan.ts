import { makeDesign } from '../design/make-design.ts';
import { type Estate, incidentRoles, type Stamp } from '../estate/estate.ts';
import { code, md, table } from './markdown-text.ts';

/** Which estate a plan is for. */
export interface IncidentPlanInput {
  readonly estate: Estate;
  readonly stamps: readonly Stamp[];
  readonly cloud: string;
  /** Name of the estate file. */
  readonly file: string;
  /** ISO date. */
  readonly today: string;
}

const roleNames: Readonly<Record<(typeof incidentRoles)[number], string>> = {
  lead: 'Lead: decides, and says when it is over',
  operator: 'Operator: types the commands of this plan',
  communications: 'Communications: tells everybody else',
  'data-protection': 'Data protection: judges the duty to notify',
};

/** The incident plan of an estate: a template with its names, roles and commands in it. Pure. */
export function incidentPlanText(template: string, input: IncidentPlanInput): string {
  const { estate, stamps } = input;
  const command = (verb: string): string =>
    fenced(
      stamps.map(
        ({ tenant, environment }) =>
          `gotthard incident ${verb} --config ${input.file} --tenant ${tenant.name} --env ${environment.name}`,
      ),
    );
  const values: Readonly<Record<string, string>> = {
    estate: md(estate.name),
    organisation: md(estate.organisation),
    file: code(input.file),
    date: input.today,
    cloud: input.cloud,
    contacts: contactTable(estate),
    alerts: alertsOf(stamps),
    estateTable: stampTable(stamps),
    groupsTable: groupTable(stamps),
    stamps: stamps.map(({ name }) => code(name)).join(', '),
    isolate: command('isolate'),
    revoke: command('revoke'),
    restore: command('restore'),
    kusto: [
      'AzureDiagnostics',
      '| where TimeGenerated > ago(7d)',
      '| summarize calls = count() by ResourceProvider, OperationName, CallerIPAddress, ResultType',
      '| order by calls desc',
    ].join('\n'),
    workspaces: stamps.map((stamp) => `  - ${stamp.name}: ${code(workspaceOf(stamp))}`).join('\n'),
  };
  return template.replaceAll(/\{\{(\w+)\}\}/g, (_whole, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`the incident plan knows no ${name}`);
    return value;
  });
}

/** Roles without anybody, which have to be filled before an incident. */
export function unnamedRoles(estate: Estate): string[] {
  const named = new Set((estate.incident?.contacts ?? []).map(({ role }) => role));
  return incidentRoles.filter((role) => !named.has(role));
}

function contactTable({ incident }: Estate): string {
  const rows = incidentRoles.flatMap((role) => {
    const people = (incident?.contacts ?? []).filter((contact) => contact.role === role);
    return people.length === 0
      ? [[roleNames[role], '**nobody yet**', 'add it to `incident.contacts` in the estate file']]
      : people.map(({ name, reach }) => [roleNames[role], md(name), md(reach)]);
  });
  return table(['role', 'who', 'reached by'], rows).join('\n');
}

function alertsOf(stamps: readonly Stamp[]): string {
  const emails = new Set(stamps.flatMap(({ environment }) => environment.notifications.emails));
  return emails.size === 0
    ? '**nobody**: add `notifications.emails` to the environments'
    : [...emails].map((email) => md(email)).join(', ');
}

function stampTable(stamps: readonly Stamp[]): string {
  const rows = stamps.map((stamp) => [
    code(stamp.name),
    stamp.environment.production ? 'yes' : 'no',
    code(stamp.environment.subscriptionId),
    code(stamp.tenant.directoryId),
    stamp.environment.region,
    code(stamp.environment.addressSpace),
    stamp.environment.authentication === 'keys' ? 'Entra and API keys' : 'Entra only',
  ]);
  const heads = ['environment', 'production', 'subscription', 'directory', 'region', 'addresses', 'sign-in'];
  return table(heads, rows).join('\n');
}

function groupTable(stamps: readonly Stamp[]): string {
  const tenants = new Map(stamps.map(({ tenant }) => [tenant.name, tenant]));
  const rows = [...tenants.values()].flatMap(({ name, groups }) =>
    Object.entries(groups).flatMap(([role, id]) => (id === undefined ? [] : [[code(name), role, code(id)]])),
  );
  return rows.length === 0
    ? 'None: only the identities of the applications hold roles.'
    : table(['tenant', 'role', 'group'], rows).join('\n');
}

function workspaceOf(stamp: Stamp): string {
  const { logs } = stamp.environment;
  if (logs.mode === 'existing') return logs.workspaceId;
  const { resources } = makeDesign(stamp);
  return resources.find(({ type }) => type === 'Microsoft.OperationalInsights/workspaces')?.id ?? '';
}

function fenced(lines: readonly string[]): string {
  return ['```sh', ...lines, '```'].map((line) => `   ${line}`).join('\n');
}
