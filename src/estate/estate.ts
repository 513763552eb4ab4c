import { z } from 'zod';
import { classifications, defaultClassification } from './classification.ts';
import { integrationSchema } from './integration.ts';
import { notificationsSchema } from './notifications.ts';

/**
 * The estate file's schema: every decision of its user, and nothing else. No secrets, no prices, no ids that
 * can be derived. Descriptions become the hover texts of editors through the generated JSON Schema.
 */

/** Format of the estate file. A file with a newer one is refused with the version of Gotthard it needs. */
export const ESTATE_FORMAT = 1;

const name = (what: string, maximum: number) =>
  z
    .string()
    .regex(
      /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
      `${what}: lower-case letters, digits and single hyphens, starting with a letter`,
    )
    .max(maximum, `${what}: at most ${maximum} characters`);

const cidr = z.cidrv4('an IPv4 range in CIDR form, such as 10.40.0.0/22');
const guid = z.guid('a GUID, such as 0f8fad5b-d9cb-469f-a165-70867728950e');
const armId = z
  .string()
  .regex(/^\/subscriptions\/[0-9a-fA-F-]{36}\/.+/, 'an ARM id, starting with /subscriptions/');
/** Keys and signatures come from process variables: a URL in the file must not hold any. */
const containerUrl = z
  .string()
  .regex(
    /^(https:\/\/[^/?#\s@]+\/[a-z0-9-]{3,63}|http:\/\/(127\.0\.0\.1|localhost)(:\d+)?\/[a-z0-9]+\/[a-z0-9-]{3,63})$/,
    'the URL of a blob container over https, without a signature',
  );
const tagName = z
  .string()
  .regex(
    /^(?![Aa]zure|[Ww]indows|[Mm]icrosoft)[^<>%&\\?/]{1,512}$/,
    'up to 512 characters without <>%&\\?/, not beginning with azure, windows or microsoft',
  );
const tags = z.record(tagName, z.string().max(256, 'at most 256 characters'));

export const residencies = ['switzerland', 'eu-data-zone', 'anywhere'] as const;
export const deploymentTypes = [
  'Standard',
  'DataZoneStandard',
  'GlobalStandard',
  'ProvisionedManaged',
  'DataZoneProvisionedManaged',
  'GlobalProvisionedManaged',
] as const;
/** Rows of the checklist that only people can answer for. */
export const attestable = ['IAM-3', 'INC-2', 'INC-4', 'INC-5', 'VAL-1'] as const;
/** Plans of Microsoft Defender for Cloud. */
export const defenderPlans = ['ai', 'keyVault', 'resourceManager', 'storage'] as const;
/** What people do in an incident. */
export const incidentRoles = ['lead', 'operator', 'communications', 'data-protection'] as const;
export const usageProfiles = ['small', 'medium', 'large'] as const;

const groups = z
  .strictObject({
    administrators: guid
      .optional()
      .describe('Object id of the Entra group that manages the Azure OpenAI resources.'),
    contributors: guid
      .optional()
      .describe('Object id of the Entra group that deploys models and applications.'),
    readers: guid.optional().describe('Object id of the Entra group that monitors.'),
    applications: guid
      .optional()
      .describe('Object id of the Entra group of the identities that call the models.'),
  })
  .describe('Entra groups by role, as object ids. A role without a group is assigned to nobody.');

const createdNetwork = z.strictObject({
  mode: z.literal('create'),
  subnets: z
    .strictObject({
      privateEndpoints: cidr.describe('Private endpoints of account and vault.'),
      applications: cidr.describe('Applications that call the models.'),
      data: cidr.describe('Private endpoints of databases and storage.'),
      functions: cidr.describe('Functions; delegated to Microsoft.App/environments.'),
    })
    .describe('One range a purpose, inside the address space of the environment.'),
  firewallAddress: z
    .ipv4()
    .optional()
    .describe('Private address of a hub firewall: all other traffic of the applications leaves through it.'),
});

const existingNetwork = z.strictObject({
  mode: z.literal('existing'),
  virtualNetworkId: armId.describe('ARM id of the virtual network to use. It is never changed.'),
  privateEndpointSubnetId: armId.describe(
    'ARM id of the subnet for the private endpoints. It is never changed.',
  ),
  callerRanges: z
    .array(cidr)
    .default([])
    .describe('Ranges from which the models are called, for checks and alerts.'),
});

const centralZones = z.strictObject({
  mode: z.literal('central'),
  openai: armId.describe('ARM id of the existing zone privatelink.openai.azure.com.'),
  keyVault: armId.describe('ARM id of the existing zone privatelink.vaultcore.azure.net.'),
  blob: armId.optional().describe('ARM id of the existing zone privatelink.blob.core.windows.net.'),
  dataLake: armId.optional().describe('ARM id of the existing zone privatelink.dfs.core.windows.net.'),
  cosmos: armId
    .optional()
    .describe('ARM id of the existing zone privatelink.documents.azure.com, where integration.cosmos is on.'),
  sql: armId
    .optional()
    .describe('ARM id of the existing zone privatelink.database.windows.net, where integration.sql is on.'),
  queue: armId
    .optional()
    .describe('ARM id of the existing zone privatelink.queue.core.windows.net, for integration.logicApp.'),
  table: armId
    .optional()
    .describe('ARM id of the existing zone privatelink.table.core.windows.net, for integration.logicApp.'),
  file: armId
    .optional()
    .describe('ARM id of the existing zone privatelink.file.core.windows.net, for integration.logicApp.'),
  websites: armId
    .optional()
    .describe(
      'ARM id of the existing zone privatelink.azurewebsites.net, where apiKeys.rotation is function.',
    ),
  dataFactory: armId
    .optional()
    .describe(
      'ARM id of the existing zone privatelink.datafactory.azure.net, where integration.dataFactory is on.',
    ),
});

const model = z.strictObject({
  name: z
    .string()
    .regex(/^[a-zA-Z0-9][a-zA-Z0-9_.-]{1,63}$/, '2 to 64 letters, digits, hyphens, underscores or dots')
    .describe('Name of the model deployment, which applications put into their URL.'),
  model: z.string().min(1).describe('Name of the model as the region lists it.'),
  version: z.string().min(1).describe('Version of the model as the region lists it.'),
  deploymentType: z.enum(deploymentTypes).describe('Where prompts are processed and how capacity is billed.'),
  capacity: z.int().positive().describe('Thousands of tokens a minute; for provisioned types, units (PTU).'),
  upgrade: z
    .enum(['OnceCurrentVersionExpired', 'OnceNewDefaultVersionAvailable', 'NoAutoUpgrade'])
    .default('OnceCurrentVersionExpired')
    .describe('When Azure may move the deployment to a newer version.'),
  spillover: z
    .string()
    .optional()
    .describe(
      'For provisioned types: name of the standard deployment of the same model, at the same place, that takes what is too much for the units. It is paid by tokens.',
    ),
});

const count = z.number().nonnegative().max(1_000_000_000_000);
const usageFigures = z.strictObject({
  requestsPerDay: count.optional().describe('Requests to chat models a day.'),
  promptTokens: count.optional().describe('Tokens of an average prompt.'),
  answerTokens: count.optional().describe('Tokens of an average answer.'),
  logGbPerDay: count.optional().describe('Gigabytes of logs a day.'),
});

const environment = z.strictObject({
  name: name('the name of an environment', 8).describe('dev, test, prod, or any short name.'),
  subscriptionId: guid.describe('Subscription that holds everything of this environment.'),
  region: z
    .string()
    .regex(/^[a-z0-9]+$/, 'a region in its short form, such as switzerlandnorth')
    .describe('Region of network, vault and logs.'),
  modelRegion: z
    .string()
    .regex(/^[a-z0-9]+$/, 'a region in its short form, such as swedencentral')
    .optional()
    .describe(
      'Region of the Azure OpenAI account where it differs, such as an EU region for the EU data zone.',
    ),
  dynamicQuota: z
    .literal(true)
    .optional()
    .describe(
      'true lets standard deployments take more than their capacity while the region has some to spare; all of it is paid for.',
    ),
  production: z.boolean().describe('Production: purge protection, longer retention, confirmation by name.'),
  classification: z
    .enum(classifications)
    .default(defaultClassification)
    .describe(
      'How sensitive its data is: decides on tags, and for new environments on retention of logs, purge protection and own keys.',
    ),
  addressSpace: cidr.describe(
    'Range of the virtual network. Written once; no other environment may overlap it.',
  ),
  network: z
    .discriminatedUnion('mode', [createdNetwork, existingNetwork])
    .describe('create: a virtual network of its own. existing: one that is there is used by its ids.'),
  dns: z
    .discriminatedUnion('mode', [
      z.strictObject({ mode: z.literal('own') }),
      centralZones,
      z.strictObject({ mode: z.literal('policy') }),
    ])
    .default({ mode: 'own' })
    .describe(
      'Private DNS zones: our own, existing central ones, or attached by a policy of the platform team.',
    ),
  authentication: z
    .enum(['entra', 'keys'])
    .default('entra')
    .describe(
      'entra: no API keys exist. keys: API keys are allowed beside Entra, which loosens the default.',
    ),
  apiKeys: z
    .strictObject({
      rotationDays: z
        .int()
        .min(7, '7 to 365 days')
        .max(365, '7 to 365 days')
        .default(90)
        .describe('Days after which the key in use is replaced by the other one, made anew.'),
      rotation: z
        .literal('function')
        .optional()
        .describe(
          'function deploys an Azure Function that rotates the key by itself: private, with an identity that may do this alone. Left out: gotthard keys rotate does it.',
        ),
    })
    .optional()
    .describe('How API keys are kept, where `authentication: keys` allows them.'),
  customerManagedKey: z
    .literal(true)
    .optional()
    .describe(
      'true encrypts what the account keeps with a key of yours, in a vault of its own beside the account. Irreversible: it can not be turned off again.',
    ),
  models: z.array(model).describe('Model deployments of the account.'),
  policy: z
    .enum(['deny', 'audit', 'off'])
    .optional()
    .describe(
      'What Azure Policy does with what would not be as this file wants it. deny refuses it, audit tells of it. Absent: deny in production, audit elsewhere.',
    ),
  locks: z
    .boolean()
    .optional()
    .describe('Whether vault, account and workspace are locked against deletion. Absent: in production.'),
  keyVault: z
    .strictObject({
      purgeProtection: z
        .boolean()
        .describe('Irreversible: a deleted vault holds its name for the retention period.'),
      softDeleteRetentionInDays: z
        .int()
        .min(7, '7 to 90 days')
        .max(90, '7 to 90 days')
        .describe('Days for which a deleted vault can be recovered.'),
    })
    .describe('Settings that Azure fixes when the vault is created.'),
  logs: z
    .discriminatedUnion('mode', [
      z.strictObject({
        mode: z.literal('create'),
        retentionInDays: z
          .int()
          .min(30, '30 to 730 days')
          .max(730, '30 to 730 days')
          .describe('Days for which logs are kept.'),
        dailyCapGb: z
          .number()
          .positive()
          .max(10_000)
          .describe('Gigabytes a day after which ingestion stops.'),
      }),
      z.strictObject({ mode: z.literal('existing'), workspaceId: armId }),
    ])
    .describe('The Log Analytics workspace: one of its own, or an existing one.'),
  activityLog: z
    .boolean()
    .optional()
    .describe('Whether the activity log of its subscription is kept in a workspace. Left out: no.'),
  defender: z
    .array(z.enum(defenderPlans))
    .optional()
    .describe(
      'Plans of Microsoft Defender for Cloud for its subscription, which bills each for all that it covers there. Left out: none.',
    ),
  integration: integrationSchema
    .optional()
    .describe('Services beside the models, such as databases. Left out: none.'),
  notifications: notificationsSchema
    .default({ emails: [] })
    .describe('Who is told of alerts and of the budget.'),
  budget: z
    .strictObject({
      monthly: z
        .string()
        .regex(/^(?!0+(\.0+)?$)\d{1,9}(\.\d{1,2})?$/, 'an amount above zero, such as 2000 or 2000.50')
        .describe('In CHF; deployed in the billing currency, where that is known.'),
      thresholds: z.array(z.int().min(1).max(1000)).min(1).max(4).default([50, 80, 100]),
      whenOver: z
        .enum(['warn', 'refuse'])
        .optional()
        .describe('Whether a plan that is expected to cost more is refused, or only warned of.'),
    })
    .optional()
    .describe('Monthly budget with its alerts, in percent. In Azure it notifies; it stops nothing.'),
  usage: z
    .enum(usageProfiles)
    .default('small')
    .describe('Expected use, for the estimate of usage-driven costs.'),
  usageFigures: usageFigures
    .optional()
    .describe('Expected use in figures; what is left out counts as the profile says.'),
  tags: tags.optional().describe('Tags of this environment, over those of the tenant and the estate.'),
});

export const tenantSchema = z.strictObject({
  name: name('the name of a tenant', 20).describe('Customer or business unit, isolated from every other.'),
  directoryId: guid.describe('Entra directory that its subscriptions trust.'),
  auth: z
    .strictObject({
      lighthouse: guid.describe(
        'Entra directory that manages its subscriptions through Azure Lighthouse, and that one signs in to.',
      ),
    })
    .optional()
    .describe(
      'How its subscriptions are reached. Absent: by a sign-in to its own directory. What a delegation can not do is handed over to its owner.',
    ),
  addressSpace: cidr.describe('Range out of which its environments take theirs. Written once.'),
  groups: groups.default({}),
  tags: tags.optional().describe('Tags of this tenant, over those of the estate.'),
  environments: z
    .array(environment)
    .min(1, 'at least one environment')
    .describe('Each is planned, deployed and undone by itself.'),
});

export const estateSchema = z
  .strictObject({
    $schema: z.string().optional(),
    format: z.literal(ESTATE_FORMAT).describe('Format of this file.'),
    id: z
      .string()
      .regex(/^[a-z2-7]{8,16}$/, '8 to 16 lower-case base32 characters')
      .describe('Identity of the estate, written once.'),
    name: name('the name of the estate', 20).describe('Short name of the estate.'),
    organisation: z.string().min(1).max(100).describe('Name of the organisation, for reports and tags.'),
    cloud: z
      .string()
      .default('sandbox')
      .describe('sandbox, azure, azure-usgov, azure-china, or the URL of an ARM endpoint.'),
    residency: z
      .enum(residencies)
      .describe('Where prompts may be processed: a hard gate for region and deployment type.'),
    addressSpace: cidr.describe('Range out of which tenants take theirs.'),
    reservedRanges: z
      .array(z.strictObject({ name: z.string().min(1), range: cidr }))
      .default([])
      .describe('On-premises and other networks that nothing here may overlap.'),
    fx: z
      .strictObject({
        usdChf: z.string().regex(/^\d+(\.\d+)?$/, 'a rate such as 0.82'),
        source: z.string(),
        asOf: z.iso.date(),
      })
      .optional()
      .describe('USD to CHF rate to use instead of the shipped one.'),
    state: z
      .strictObject({
        container: containerUrl
          .optional()
          .describe(
            'URL of a blob container for locks and copies of the journals, such as https://ACCOUNT.blob.core.windows.net/CONTAINER.',
          ),
        dnsZone: armId
          .regex(
            /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.Network\/privateDnsZones\/[^/]+$/i,
            'the ARM id of a private DNS zone',
          )
          .optional()
          .describe(
            'ARM id of a private DNS zone for the locks alone, as TXT record sets: Azure Resource Manager is all that has to be reached.',
          ),
        directoryId: guid
          .optional()
          .describe('Entra directory of its subscription, where it is not that of the first tenant.'),
      })
      .optional()
      .describe(
        'Where locks live that several machines share: a container or a DNS zone. Absent: in .gotthard here.',
      ),
    allowSharedSubscriptions: z
      .boolean()
      .optional()
      .describe(
        'true lets tenants share a subscription, which loosens their isolation: its rights, quota and logs are one.',
      ),
    tags: tags.default({}).describe('Tags of every resource of the estate.'),
    attestations: z
      .array(
        z.strictObject({
          item: z.enum(attestable).describe('Row of the checklist that no reading of Azure can prove.'),
          by: z.string().min(1).max(100).describe('Who vouches for it.'),
          on: z.iso.date().describe('The day on which it was done.'),
          document: z.string().min(1).max(300).describe('Where it is written down.'),
          validDays: z
            .int()
            .min(1)
            .max(1095)
            .default(365)
            .describe('Days after which it has to be done again.'),
        }),
      )
      .optional()
      .describe('What people have done and vouch for, such as a penetration test.'),
    incident: z
      .strictObject({
        contacts: z
          .array(
            z.strictObject({
              role: z.enum(incidentRoles).describe('What this person does in an incident.'),
              name: z.string().min(1).max(100).describe('Who it is.'),
              reach: z.string().min(1).max(200).describe('How to reach them at any hour.'),
            }),
          )
          .describe(
            'Who is called in an incident; a role may have several people, the first is called first.',
          ),
      })
      .optional()
      .describe('What the incident plan is rendered with: gotthard incident plan.'),
    naming: z
      .strictObject({
        generation: z
          .int()
          .min(1)
          .max(999)
          .default(1)
          .describe('Raise it to get fresh globally unique names.'),
        overrides: z
          .record(z.string(), z.string())
          .default({})
          .describe('Own names, such as `main/prod/vault: kv-own-name`.'),
      })
      .default({ generation: 1, overrides: {} })
      .describe('How resources are called. Names follow from this file alone.'),
    tenants: z
      .array(tenantSchema)
      .min(1, 'at least one tenant')
      .describe(
        'Each with environments, subscriptions and networks of its own. Left out: one file a tenant, in tenants/ beside this file.',
      ),
  })
  .describe('A Gotthard estate.');

/** A complete estate: all defaults filled in. */
export type Estate = z.output<typeof estateSchema>;
/** An estate as a person may write it: what has a default may be left out. */
export type EstateInput = z.input<typeof estateSchema>;
export type Tenant = Estate['tenants'][number];
export type Environment = Tenant['environments'][number];
export type ModelDeployment = Environment['models'][number];
export type DefenderPlan = (typeof defenderPlans)[number];
export type Residency = (typeof residencies)[number];
export type DeploymentType = (typeof deploymentTypes)[number];
export type UsageProfile = (typeof usageProfiles)[number];
/** Expected use in people's units. */
export type UsageFigures = z.output<typeof usageFigures>;

/** What of a subscription its environments share, and which of them ask for it now. */
export interface Shared {
  /** In the order of the file. */
  readonly users: readonly Stamp[];
  /** Plans of Microsoft Defender for Cloud that this estate has turned on, as Azure tells. */
  readonly turnedOn: readonly string[];
}

/** One tenant × environment: the unit that is designed, planned, run, locked and rolled back. */
export interface Stamp {
  readonly estate: Estate;
  readonly tenant: Tenant;
  readonly environment: Environment;
  /** `tenant/environment`. */
  readonly name: string;
  /** Set on the stamp of what a subscription has once. */
  readonly shared?: Shared;
}

/** The directory whose token a tenant's subscriptions are reached with. */
export function signInDirectory({ directoryId, auth }: Pick<Tenant, 'directoryId' | 'auth'>): string {
  return (auth?.lighthouse ?? directoryId).toLowerCase();
}

/** All stamps of an estate, in the order of the file. */
export function stampsOf(estate: Estate): Stamp[] {
  return estate.tenants.flatMap((tenant) =>
    tenant.environments.map((environment) => ({
      estate,
      tenant,
      environment,
      name: `${tenant.name}/${environment.name}`,
    })),
  );
}
