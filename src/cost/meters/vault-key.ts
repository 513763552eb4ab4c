import { at, isObject, type Json } from '../../resource/json.ts';
import type { Meter, Metering } from '../meter.ts';
import { exactly } from '../range.ts';

const rotations: Meter = {
  service: 'Key Vault',
  name: 'Automated key rotation',
  unit: 'rotation',
  unitSize: '1',
  prices: { service: 'Key Vault', meter: 'Automated Key Rotation' },
};

/**
 * A software key of 2048 bits has no price of its own: each new version that the vault makes by itself has. What is
 * wrapped and unwrapped with it counts among the vault's operations.
 */
export const vaultKey: Metering = ({ body }) => {
  const days = rotatedEvery(at(body, '/properties/rotationPolicy/lifetimeActions'));
  if (days === undefined) return [];
  // A month has 730 hours here as everywhere.
  const quantity = (730 / 24 / days).toFixed(6);
  return [
    {
      meter: rotations,
      quantity: exactly(quantity),
      kind: 'fixed',
      basis: `a new version every ${days} days`,
    },
  ];
};

/** Days after which a key gets a new version, of a trigger in days. */
function rotatedEvery(actions: Json | undefined): number | undefined {
  if (!Array.isArray(actions)) return undefined;
  const rotation = actions.filter(isObject).find((action) => at(action, '/action/type') === 'rotate');
  const days = /^P(\d+)D$/.exec(String(at(rotation, '/trigger/timeAfterCreate')))?.[1];
  return days === undefined ? undefined : Number(days);
}
