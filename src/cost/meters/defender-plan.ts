import { parseArmId } from '../../resource/arm-id.ts';
import type { Meter, Metering } from '../meter.ts';
import { exactly } from '../range.ts';

const service = 'Defender for Cloud';

/**
 * What each plan bills: vaults and storage accounts one by one, the Resource Manager plan once a subscription. What the
 * AI plan costs follows from tokens, and no price of it is published that could be used: it stays unknown.
 */
export const defenderMeters: Readonly<Record<string, Meter>> = {
  AI: {
    service,
    name: 'AI services plan',
    unit: 'month',
    unitSize: '1',
    prices: { service, meter: 'Defender for AI Services' },
  },
  Arm: {
    service,
    name: 'Resource Manager plan',
    unit: 'subscription',
    unitSize: '1',
    prices: { service, meter: 'Defender for Resource Manager' },
  },
  KeyVaults: {
    service,
    name: 'Key Vault plan',
    unit: 'vault',
    unitSize: '1',
    prices: { service, meter: 'Defender for Key Vault' },
  },
  StorageAccounts: {
    service,
    name: 'Storage plan',
    unit: 'account',
    unitSize: '1',
    prices: { service, meter: 'Defender for Storage' },
  },
};

/** Plans of Microsoft Defender for Cloud. Of what they bill only that of the estate is known. */
export const defenderPlan: Metering = ({ id }, { design }) => {
  const { name } = parseArmId(id);
  const meter = defenderMeters[name];
  if (!meter) return [];
  const covered = design.covered?.[name];
  const basis =
    covered === undefined ? 'once a subscription' : `${covered} of this estate in the subscription`;
  const note =
    covered === undefined
      ? undefined
      : `The plan bills every ${meter.unit} of the subscription; those of others are not counted.`;
  return [
    { meter, quantity: exactly(covered ?? 1), kind: 'fixed', basis, ...(note === undefined ? {} : { note }) },
  ];
};
