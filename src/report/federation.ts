import { type Estate, type Stamp, signInDirectory, stampsOf } from '../estate/estate.ts';
import { hasLocks, policyMode } from '../estate/governance.ts';
import { roles } from '../facts/roles.ts';
import { jobName, type PipelineKind, planJobName } from './pipeline.ts';
import { conditionVersion, roleCondition } from './role-condition.ts';

/** Built-in roles of those who deploy. Source: learn.microsoft.com, "Azure built-in roles". */
const contributor = 'b24988ac-6180-42a0-ab88-20f7382dd24c';
const accessAdministrator = 'f58310d9-a9f6-439a-9e8d-f62e7b41a168';
const policyContributor = '36243c78-bf99-498c-9df9-86d9f8d28608';
/** Issuer of the tokens of GitHub's jobs: https://docs.github.com/actions/reference/security/oidc */
const githubIssuer = 'https://token.actions.githubusercontent.com';
const group = 'rg-gotthard-pipelines';
/** Those alone that Gotthard assigns: a pipeline can't make itself an owner. */
const condition = roleCondition({ roles: Object.values(roles), principalTypes: [] });

export interface FederationWanted {
  readonly for: PipelineKind;
  /** `OWNER/NAME` on GitHub, `ORGANISATION/PROJECT` on Azure DevOps. */
  readonly repository: string;
  /** Only of this tenant. */
  readonly tenant?: string;
}

/**
 * The bootstrap of pipelines as a script of the Azure CLI, tenant by tenant, for whoever owns their subscriptions: for
 * each environment an identity that deploys and one that reads, each in the environment's own subscription, trusting the
 * tokens of exactly one job, and with rights on nothing else. Where a subscription is delegated by Azure Lighthouse, they are
 * applications of the directory that manages it, and the script ends with what the delegation has to list. May be run again.
 */
export function federationScript(estate: Estate, wanted: FederationWanted): string {
  const tenants = estate.tenants.filter(({ name }) => wanted.tenant === undefined || name === wanted.tenant);
  const stamps = stampsOf(estate);
  const lines = [
    '#!/usr/bin/env bash',
    `# Identities with which the pipelines of ${wanted.repository} sign in to estate ${estate.name}. Each trusts one job and`,
    '# has rights on one subscription. No secret is made. Run it as an owner of the subscriptions; it may be run again.',
    'set -euo pipefail',
    ...tenants.flatMap((tenant) => {
      const own = stamps.filter((stamp) => stamp.tenant === tenant);
      const signIn = `az login --tenant ${signInDirectory(tenant)} --output none`;
      return [
        '',
        `# Tenant ${tenant.name}`,
        ...(tenant.auth ? [`${signIn} --allow-no-subscriptions`] : [signIn]),
        ...own.flatMap((stamp) => (tenant.auth ? delegatedLines : stampLines)(stamp, wanted)),
      ];
    }),
  ];
  return `${lines.join('\n')}\n`;
}

function stampLines(stamp: Stamp, wanted: FederationWanted): string[] {
  const { subscriptionId, region } = stamp.environment;
  return [
    '',
    `# ${stamp.name}`,
    `az group create --subscription ${subscriptionId} --name ${group} --location ${region} --output none`,
    ...identityLines(stamp, jobName(stamp), wanted),
    `az role assignment create --assignee-object-id "$principal" --assignee-principal-type ServicePrincipal --role ${contributor} --scope /subscriptions/${subscriptionId} --output none`,
    `az role assignment create --assignee-object-id "$principal" --assignee-principal-type ServicePrincipal --role ${accessAdministrator} --scope /subscriptions/${subscriptionId} --condition-version ${conditionVersion} --condition "${condition}" --output none`,
    ...(policyMode(stamp.environment) === 'off'
      ? []
      : [
          `az role assignment create --assignee-object-id "$principal" --assignee-principal-type ServicePrincipal --role ${policyContributor} --scope /subscriptions/${subscriptionId} --output none`,
        ]),
    // The narrowest built-in role that may lock may also make itself an owner.
    ...(hasLocks(stamp.environment)
      ? ['# Its locks need more than these: assign the role of "gotthard export rights" as well.']
      : []),
    ...identityLines(stamp, planJobName(stamp), wanted),
    `az role assignment create --assignee-object-id "$principal" --assignee-principal-type ServicePrincipal --role ${roles.Reader} --scope /subscriptions/${subscriptionId} --output none`,
  ];
}

/**
 * The same where the subscription is delegated: a role there is given by its delegation alone, which names objects of the
 * managing directory and is deployed anew by the owner. A delegation can't say which roles may be assigned, and needn't:
 * role assignments and locks are handed over. Source of the shape: learn.microsoft.com/azure/lighthouse/how-to/onboard-customer
 */
function delegatedLines(stamp: Stamp, wanted: FederationWanted): string[] {
  const { subscriptionId } = stamp.environment;
  const deploying = [contributor, ...(policyMode(stamp.environment) === 'off' ? [] : [policyContributor])];
  return [
    '',
    `# ${stamp.name}`,
    ...applicationLines(jobName(stamp), wanted),
    `authorizations="${deploying.map((role) => authorization(jobName(stamp), role)).join(', ')}"`,
    ...applicationLines(planJobName(stamp), wanted),
    `authorizations="$authorizations, ${authorization(planJobName(stamp), roles.Reader)}"`,
    `echo "The owner of subscription ${subscriptionId} adds to the authorizations of its delegation: $authorizations"`,
  ];
}

/** One of a delegation's authorizations, as JSON within double quotes of the shell. */
function authorization(job: string, role: string): string {
  const value = {
    principalId: '$principal',
    principalIdDisplayName: applicationName(job),
    roleDefinitionId: role,
  };
  return JSON.stringify(value).replaceAll('"', '\\"');
}

function applicationName(job: string): string {
  return `gotthard-${job.replaceAll('.', '-')}`;
}

/** Makes the application of one job, with no secret, and lets it trust that job's tokens; its object is `$principal`. */
function applicationLines(job: string, wanted: FederationWanted): string[] {
  return [
    // An application of that name is found again.
    `application="$(az ad app create --display-name ${applicationName(job)} --query appId --output tsv)"`,
    `az ad sp show --id "$application" --output none 2>/dev/null || az ad sp create --id "$application" --output none`,
    ...askedTrust(job, wanted),
    `az ad app federated-credential show --id "$application" --federated-credential-id ${wanted.for} --output none 2>/dev/null ||`,
    `  az ad app federated-credential create --id "$application" --output none --parameters "{\\"name\\": \\"${wanted.for}\\", \\"issuer\\": \\"$issuer\\", \\"subject\\": \\"$subject\\", \\"audiences\\": [\\"api://AzureADTokenExchange\\"]}"`,
    `principal="$(az ad sp show --id "$application" --query id --output tsv)"`,
    ...toldClientLines(job, '$application', wanted),
  ];
}

/** Makes the identity of one job and lets it trust that job's tokens; leaves its object id in `$principal`. */
function identityLines({ environment }: Stamp, job: string, wanted: FederationWanted): string[] {
  const name = `id-gotthard-${job.replaceAll('.', '-')}`;
  const at = `--subscription ${environment.subscriptionId} --resource-group ${group}`;
  const show = (what: string): string =>
    `$(az identity show ${at} --name ${name} --query ${what} --output tsv)`;
  return [
    `az identity create ${at} --name ${name} --location ${environment.region} --output none`,
    ...askedTrust(job, wanted),
    `az identity federated-credential create ${at} --identity-name ${name} --name ${wanted.for} --audiences api://AzureADTokenExchange --output none --issuer "$issuer" --subject "$subject"`,
    `principal="${show('principalId')}"`,
    ...toldClientLines(job, show('clientId'), wanted),
  ];
}

/** Leaves in `$issuer` and `$subject` by what the tokens of a job are known. */
function askedTrust(job: string, wanted: FederationWanted): string[] {
  if (wanted.for === 'github')
    return [`issuer=${githubIssuer}`, `subject="repo:${wanted.repository}:environment:${job}"`];
  return [
    `# Both stand in the draft of service connection gotthard-${job}: workload identity federation, manual.`,
    `read -r -p "Issuer of gotthard-${job} in ${wanted.repository}: " issuer`,
    `read -r -p "Subject identifier: " subject`,
  ];
}

function toldClientLines(job: string, clientId: string, wanted: FederationWanted): string[] {
  if (wanted.for === 'azure-devops')
    return [`echo "Service connection gotthard-${job}: client id ${clientId}"`];
  return [
    `gh api --method PUT "repos/${wanted.repository}/environments/${job}" --silent`,
    `gh variable set AZURE_CLIENT_ID --repo ${wanted.repository} --env ${job} --body "${clientId}"`,
  ];
}
