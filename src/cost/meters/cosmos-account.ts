import { at, isObject } from '../../resource/json.ts';
import { type Meter, type Metering, standsForAll } from '../meter.ts';
import { times } from '../range.ts';

const requests: Meter = {
  service: 'Azure Cosmos DB',
  name: 'Request units, serverless',
  unit: '1M RUs',
  unitSize: '1000000',
  prices: { service: 'Azure Cosmos DB', meter: '1M RUs (serverless)' },
};

const stored: Meter = {
  service: 'Azure Cosmos DB',
  name: 'Data stored',
  unit: 'GB-month',
  unitSize: '1',
  prices: { service: 'Azure Cosmos DB', meter: 'Data Stored' },
};

/** What a zone-redundant account counts for each request unit. Source: infracost/infracost, azure cosmosdb. */
const zonesCount = '1.25';

/** A serverless account costs what is asked of it and what lies in it; a week of continuous backup has no charge. */
export const cosmosAccount: Metering = (resource, { design, usage }) => {
  if (!standsForAll(resource, design)) return [];
  const locations = at(resource.body, '/properties/locations');
  const first = Array.isArray(locations) ? locations.find(isObject) : undefined;
  const inZones = first?.['isZoneRedundant'] === true;
  const { cosmosRequestUnits, cosmosGb } = usage;
  return [
    {
      meter: requests,
      quantity: times(times(cosmosRequestUnits, '0.000001'), inZones ? zonesCount : '1'),
      kind: 'usage',
      basis: `${cosmosRequestUnits.expected.toFixed()} request units a month${inZones ? ` × ${zonesCount} in zones` : ''}`,
      from: ['cosmosRequestUnits'],
    },
    {
      meter: stored,
      quantity: cosmosGb,
      kind: 'usage',
      basis: `${cosmosGb.expected.toFixed()} GB of data and indexes`,
      from: ['cosmosGb'],
    },
  ];
};
