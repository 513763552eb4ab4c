import type { ZoneKey } from '../facts/private-dns-zones.ts';
import type { Classification } from './classification.ts';
import type { DefenderPlan, DeploymentType, Residency, UsageFigures, UsageProfile } from './estate.ts';
import type { Service, StorageKind } from './integration.ts';

/**
 * What the wizard, the flags and a draft have in common: answers by question id, any of them still missing.
 * Serialisable, so that a draft can be kept and continued.
 */
export interface Answers {
  readonly cloud?: string;
  readonly organisation?: string;
  /** Name of the first tenant; default `main`. */
  readonly tenant?: string;
  readonly directoryId?: string;
  readonly environments?: readonly EnvironmentAnswers[];
  readonly residency?: Residency;
  /** How sensitive the data of the environments is. */
  readonly classification?: Classification;
  /** Region of network, vault and logs. */
  readonly region?: string;
  /** Region of the Azure OpenAI account, where it differs. */
  readonly modelRegion?: string;
  readonly addressSpace?: string;
  /** On-premises and other ranges to stay away from. */
  readonly reservedRanges?: readonly { readonly name: string; readonly range: string }[];
  readonly network?: 'create' | 'existing';
  readonly dns?: 'own' | 'central' | 'policy';
  readonly centralZones?: { readonly openai: string; readonly keyVault: string } & Readonly<
    Partial<Record<ZoneKey, string>>
  >;
  readonly firewallAddress?: string;
  readonly models?: readonly ModelAnswers[];
  /** What stands beside the models of every environment. */
  readonly services?: readonly Service[];
  /** With storage among them; default blob. */
  readonly storageKind?: StorageKind;
  /** With sql among them: an Entra group. Without an object id: the tenant's administrators. */
  readonly sqlAdministrators?: { readonly name: string; readonly objectId?: string };
  readonly authentication?: 'entra' | 'keys';
  /** What policies do in every environment; `usual`: refuse in production, tell elsewhere. */
  readonly policy?: 'usual' | 'deny' | 'audit' | 'off';
  /** Where vault, account and workspace are locked against deletion; `usual`: in production. */
  readonly locks?: 'usual' | 'everywhere' | 'nowhere';
  /** Plans of Defender for Cloud that production asks of its subscriptions. */
  readonly defender?: readonly DefenderPlan[];
  /** Whether production asks its subscriptions to keep their activity log. */
  readonly activityLog?: boolean;
  readonly groups?: Readonly<
    Partial<Record<'administrators' | 'contributors' | 'readers' | 'applications', string>>
  >;
  readonly emails?: readonly string[];
  /** E-mail addresses of Teams channels. */
  readonly teams?: readonly string[];
  /** The secure webhook of an ITSM system; empty texts as long as they were not asked for. */
  readonly itsm?: {
    readonly url: string;
    readonly applicationObjectId: string;
    readonly identifierUri: string;
  };
  /** Monthly budget of an environment in CHF, decimal text; empty: no budget. */
  readonly budget?: string;
  readonly usage?: UsageProfile;
  /** Expected use of an environment in people's units. */
  readonly usageFigures?: UsageFigures;
  readonly tags?: Readonly<Record<string, string>>;
}

export interface EnvironmentAnswers {
  readonly name: string;
  readonly subscriptionId?: string;
  readonly production?: boolean;
  /** Existing network of this environment, with `network: existing`. */
  readonly virtualNetworkId?: string;
  readonly privateEndpointSubnetId?: string;
  readonly addressSpace?: string;
}

export interface ModelAnswers {
  readonly name?: string;
  readonly model: string;
  readonly version: string;
  readonly deploymentType: DeploymentType;
  readonly capacity: number;
}
