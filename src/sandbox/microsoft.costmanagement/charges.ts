import { parseId } from '../arm-id.ts';
import { type JsonObject, numberAt, textAt } from '../json.ts';
import type { Stored, World } from '../provider.ts';

/** Currency in which every subscription of the seed is billed. */
export const billingCurrency = 'CHF';

/** What a USD costs on the bills of the sandbox. */
const rate = 0.8012345;
const hoursOfMonth = 730;

/** What stands somewhere for an hour, as a bill names it. */
interface Charge {
  readonly service: string;
  readonly meter: string;
  readonly usdPerHour: number;
}

/** What a resource is billed for while it stands. Use (tokens, operations, logs) is not billed here. */
function chargeOf({ type, body }: Stored): Charge | undefined {
  switch (type.toLowerCase()) {
    case 'microsoft.network/privateendpoints':
      return { service: 'Virtual Network', meter: 'Standard Private Endpoint', usdPerHour: 0.01 };
    case 'microsoft.network/privatednszones':
      return { service: 'Azure DNS', meter: 'Private Zone', usdPerHour: 0.5 / hoursOfMonth };
    case 'microsoft.insights/metricalerts':
      return { service: 'Azure Monitor', meter: 'Alerts Metric Monitored', usdPerHour: 0.1 / hoursOfMonth };
    case 'microsoft.cognitiveservices/accounts/deployments':
      return provisioned(body);
    default:
      return undefined;
  }
}

const places: Readonly<Record<string, readonly [name: string, usd: number]>> = {
  ProvisionedManaged: ['Regional', 2],
  DataZoneProvisionedManaged: ['Data Zone', 1.1],
  GlobalProvisionedManaged: ['Global', 1],
};

function provisioned(body: JsonObject): Charge | undefined {
  const place = places[textAt(body, 'sku', 'name') ?? ''];
  if (!place) return undefined;
  const units = numberAt(body, 'sku', 'capacity') ?? 0;
  const [name, usd] = place;
  return { service: 'Foundry Models', meter: `Provisioned Managed ${name} Unit`, usdPerHour: usd * units };
}

const billed = [
  'Microsoft.Network/privateEndpoints',
  'Microsoft.Network/privateDnsZones',
  'Microsoft.Insights/metricAlerts',
  'Microsoft.CognitiveServices/accounts/deployments',
];

/** What one resource costs in a stretch of time. */
export interface Billed {
  readonly service: string;
  readonly meter: string;
  readonly group: string;
  readonly cost: number;
}

/** What everything inside a scope costs from one moment to another, as far as it stood there. Times in ms. */
export function billedIn(world: World, scope: string, from: number, to: number): Billed[] {
  return billed
    .flatMap((type) => world.all(type, scope))
    .flatMap((record) => {
      const charge = chargeOf(record);
      const hours = Math.max(0, to - Math.max(from, record.createdAt)) / 3_600_000;
      if (!charge || hours === 0) return [];
      const { service, meter, usdPerHour } = charge;
      const group = parseId(record.id)?.group ?? '';
      return [{ service, meter, group: group.toLowerCase(), cost: usdPerHour * hours * rate }];
    });
}
