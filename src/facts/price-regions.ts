import { regionOf } from './regions.ts';

/**
 * Which regions a price speaks for. The Retail Prices API prices some meters once for everywhere (`Global`) or for a
 * billing zone (`Zone 1`, to which both Swiss regions belong: infracost/infracost, azure/util.go); catalogues quote
 * data-zone prices once for the whole zone.
 */

const everywhere: ReadonlySet<string> = new Set(['Global', 'global', 'any', 'Zone 1']);

/** Whether a price with this region holds in a region without being of that very region. */
export function speaksFor(priceRegion: string, region: string): boolean {
  if (everywhere.has(priceRegion)) return true;
  const inUnion = regionOf(region)?.dataZone === 'EU';
  if (priceRegion === 'EU data zone') return inUnion;
  if (!priceRegion.startsWith('unspecified (EU/US')) return false;
  return inUnion || /^(east|west|central|northcentral|southcentral)us\d?$/.test(region);
}

/** How the price book calls the region of recorded outputs that don't name theirs. */
const unnamed = 'default region of the fixture';

/** Whether a price is of one region, so that it can stand in for another. */
export function isRegionName(priceRegion: string): boolean {
  if (priceRegion === unnamed) return true;
  return /^[a-z]+\d?$/.test(priceRegion) && !everywhere.has(priceRegion) && priceRegion !== 'unspecified';
}

/** Whether a region lies in or around the Union, where prices are closest to Switzerland's. */
export function isEuropean(region: string): boolean {
  const known = regionOf(region);
  return known?.dataZone === 'EU' || known?.country === 'Switzerland';
}
