import { ArmError } from '../errors.ts';
import type { ProviderModel } from '../provider.ts';
import { pricings } from './pricings.ts';

/** Microsoft.Security: the plans of Microsoft Defender for Cloud. */
export const security: ProviderModel = {
  namespace: 'Microsoft.Security',
  types: [pricings],
  badBody: 'BadRequest',
  // Azure/azure-sdk-for-go#19900: reads and writes alike, with blanks in the code.
  unregistered: () =>
    new ArmError(
      404,
      'Subscription Not Registered',
      'Please register to Microsoft.Security in order to view your security status',
    ),
};
