/** A region that Gotthard knows something about. */
export interface Region {
  readonly name: string;
  readonly displayName: string;
  readonly country: string;
  /** The Azure OpenAI data zone it belongs to. Switzerland belongs to none. */
  readonly dataZone?: 'EU';
  /** Whether it has availability zones. */
  readonly zones?: true;
}

/**
 * Source: Microsoft, "Foundry Models sold directly by Azure: region availability" (data zone standard table, 2026-04)
 * and the region list of Azure Resource Manager; zones: "Azure regions list", availability zones.
 */
export const regions: readonly Region[] = [
  { name: 'switzerlandnorth', displayName: 'Switzerland North', country: 'Switzerland', zones: true },
  { name: 'switzerlandwest', displayName: 'Switzerland West', country: 'Switzerland' },
  { name: 'swedencentral', displayName: 'Sweden Central', country: 'Sweden', dataZone: 'EU', zones: true },
  {
    name: 'germanywestcentral',
    displayName: 'Germany West Central',
    country: 'Germany',
    dataZone: 'EU',
    zones: true,
  },
  { name: 'francecentral', displayName: 'France Central', country: 'France', dataZone: 'EU', zones: true },
  { name: 'westeurope', displayName: 'West Europe', country: 'Netherlands', dataZone: 'EU', zones: true },
  { name: 'italynorth', displayName: 'Italy North', country: 'Italy', dataZone: 'EU', zones: true },
  { name: 'polandcentral', displayName: 'Poland Central', country: 'Poland', dataZone: 'EU', zones: true },
  { name: 'spaincentral', displayName: 'Spain Central', country: 'Spain', dataZone: 'EU', zones: true },
];

/** A region by its short name. */
export function regionOf(name: string): Region | undefined {
  return regions.find((region) => region.name === name);
}
