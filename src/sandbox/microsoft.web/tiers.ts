import { textAt } from '../json.ts';
import type { Stored } from '../provider.ts';

/** What a SKU of a plan is called by the service, and what it takes. */
export interface Tier {
  readonly tier: string;
  readonly family: string;
  /** Kind of the plan as the service answers it. */
  readonly kind: string;
  readonly workers: number;
  /** Service that a subnet has to be delegated to before an app of the plan can join it. */
  readonly delegation: string;
  /** The association that an app leaves on its subnet. */
  readonly link: string;
}

const workflows: Tier = {
  tier: 'WorkflowStandard',
  family: 'WS',
  kind: 'elastic',
  workers: 1,
  delegation: 'Microsoft.Web/serverFarms',
  link: 'AppServiceLink',
};

/**
 * The SKUs that are modelled. Sources: Microsoft, "Azure Functions Flex Consumption plan" (delegation) and "Create a
 * single-tenant logic app" (WS1 to WS3); names of the links: Azure/Azure-Functions#2605.
 */
const tiers: { readonly [sku: string]: Tier } = {
  FC1: {
    tier: 'FlexConsumption',
    family: 'FC',
    kind: 'functionapp',
    workers: 0,
    delegation: 'Microsoft.App/environments',
    link: 'legionservicelink',
  },
  WS1: workflows,
  WS2: workflows,
  WS3: workflows,
};

/** The tier of a SKU in any casing; undefined for one that is not modelled. */
export function tierOf(sku: string): Tier | undefined {
  return tiers[sku.toUpperCase()];
}

/** The tier of a plan. */
export function tierOfPlan(plan: Stored | undefined): Tier | undefined {
  return tierOf(textAt(plan?.body, 'sku', 'name') ?? '');
}

export function isFlex(tier: Tier | undefined): boolean {
  return tier?.tier === 'FlexConsumption';
}
