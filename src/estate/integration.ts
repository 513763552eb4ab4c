import { z } from 'zod';
import type { PrivateDnsZones } from '../facts/private-dns-zones.ts';

/** Services beside the models that an environment asks for: none unless it does, each private from its first second. */
export const integrationSchema = z.strictObject({
  cosmos: z
    .literal(true)
    .optional()
    .describe(
      'true deploys an Azure Cosmos DB account for NoSQL: serverless, private, and opened by Entra roles alone.',
    ),
});

export type Integration = z.output<typeof integrationSchema>;

/** Private DNS zones of what is asked for, by what they are for. */
export function integratedZones({ cosmos }: Integration = {}): (keyof PrivateDnsZones)[] {
  return cosmos ? ['cosmos'] : [];
}

/** Whether anything at all is asked for. */
export function isIntegrated(integration: Integration = {}): boolean {
  return Object.values(integration).some((asked) => asked !== undefined);
}
