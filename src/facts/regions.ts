/** A region that Gotthard knows something about. */
export interface Region {
  readonly name: string;
  readonly displayName: string;
  readonly country: string;
  /** The Azure OpenAI data zone it belongs to. Switzerland belongs to none. */
  readonly dataZone?: 'EU';
}

/**
 * Source: Microsoft, "Foundry Models sold directly by Azure: region availability" (data zone standard table, 2026-04)
 * and the region list of Azure Resource Manager.
 */
export const regions: readonly Region[] = [
  { name: 'switzerlandnorth', displayName: 'Switzerland North', country: 'Switzerland' },
  { name: 'switzerlandwest', displayName: 'Switzerland West', country: 'Switzerland' },
  { name: 'swedencentral', displayName: 'Sweden Central', country: 'Sweden', dataZone: 'EU' },
  { name: 'germanywestcentral', displayName: 'Germany West Central', country: 'Germany', dataZone: 'EU' },
  { name: 'francecentral', displayName: 'France Central', country: 'France', dataZone: 'EU' },
  { name: 'westeurope', displayName: 'West Europe', country: 'Netherlands', dataZone: 'EU' },
  { name: 'italynorth', displayName: 'Italy North', country: 'Italy', dataZone: 'EU' },
  { name: 'polandcentral', displayName: 'Poland Central', country: 'Poland', dataZone: 'EU' },
  { name: 'spaincentral', displayName: 'Spain Central', country: 'Spain', dataZone: 'EU' },
];

/** A region by its short name. */
export function regionOf(name: string): Region | undefined {
  return regions.find((region) => region.name === name);
}
