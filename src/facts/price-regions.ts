/**
 * Which regions a price speaks for. The Retail Prices API prices some meters once for everywhere (`Global`) or for a
 * billing zone (`Zone 1`, to which both Swiss regions belong: infracost/infracost, azure/util.go); catalogues quote
 * data-zone prices once for the whole zone.
 */

const everywhere: ReadonlySet<string> = new Set(['Global', 'global', 'any', 'Zone 1']);

/** Azure regions inside the European Union; Switzerland is not among them. */
const europeanUnion: ReadonlySet<string> = new Set([
  'austriaeast',
  'belgiumcentral',
  'francecentral',
  'francesouth',
  'germanynorth',
  'germanywestcentral',
  'italynorth',
  'northeurope',
  'polandcentral',
  'spaincentral',
  'swedencentral',
  'westeurope',
]);

/** Beside those of the Union: near enough to stand in before an overseas price does. */
const otherEuropean: ReadonlySet<string> = new Set([
  'norwayeast',
  'switzerlandnorth',
  'switzerlandwest',
  'uksouth',
  'ukwest',
]);

/** Whether a price with this region holds in a region without being of that very region. */
export function speaksFor(priceRegion: string, region: string): boolean {
  if (everywhere.has(priceRegion)) return true;
  if (priceRegion === 'EU data zone') return europeanUnion.has(region);
  if (priceRegion.startsWith('unspecified (EU/US')) {
    return europeanUnion.has(region) || /^(east|west|central|northcentral|southcentral)us\d?$/.test(region);
  }
  return false;
}

/** Whether a price is of one region that has a name, so that it can stand in for another. */
export function isRegionName(priceRegion: string): boolean {
  return /^[a-z]+\d?$/.test(priceRegion) && !everywhere.has(priceRegion) && priceRegion !== 'unspecified';
}

/** Whether a region lies in Europe, where prices are closest to Switzerland's. */
export function isEuropean(region: string): boolean {
  return europeanUnion.has(region) || otherEuropean.has(region);
}
