import { regions } from './regions.ts';

/**
 * Which regions and deployment types keep which promise about where prompts are processed. As of 2026-04.
 *
 * Source: Microsoft's pages on deployment types and on data processing of Azure OpenAI (a regional deployment
 * processes in its region, a data-zone deployment anywhere in its zone, a global one anywhere), and the region table of
 * Data Zone Standard. Switzerland is not in the EU data zone.
 */
export interface ResidencyRule {
  /** Where prompts are processed, in words. */
  readonly where: string;
  /** Regions an Azure OpenAI account may lie in; undefined: any. */
  readonly accountRegions: readonly string[] | undefined;
  /** Regions in which data, logs and keys may lie; undefined: any. */
  readonly dataRegions: readonly string[] | undefined;
  /** Deployment types that keep the promise in those regions. */
  readonly deploymentTypes: readonly string[];
}

const swiss = regions.filter(({ country }) => country === 'Switzerland').map(({ name }) => name);
const euDataZone = regions.filter(({ dataZone }) => dataZone === 'EU').map(({ name }) => name);

const regional = ['Standard', 'ProvisionedManaged'];
const zonal = ['DataZoneStandard', 'DataZoneProvisionedManaged'];
const global = ['GlobalStandard', 'GlobalProvisionedManaged'];

export const residencyRules: Readonly<Record<'switzerland' | 'eu-data-zone' | 'anywhere', ResidencyRule>> = {
  switzerland: {
    where: 'in Switzerland',
    accountRegions: swiss,
    dataRegions: swiss,
    deploymentTypes: regional,
  },
  'eu-data-zone': {
    where: 'in the EU data zone',
    accountRegions: euDataZone,
    dataRegions: [...euDataZone, ...swiss],
    deploymentTypes: [...zonal, ...regional],
  },
  anywhere: {
    where: 'anywhere',
    accountRegions: undefined,
    dataRegions: undefined,
    deploymentTypes: [...global, ...zonal, ...regional],
  },
};
