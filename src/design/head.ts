import { type Stamp, signInDirectory } from '../estate/estate.ts';
import { nameMarks } from '../estate/naming.ts';
import type { Design } from './design.ts';

/** Whose a design is and where it lies, whatever it consists of. */
export type Head = Pick<
  Design,
  | 'estateId'
  | 'tenant'
  | 'environment'
  | 'subscriptionId'
  | 'directoryId'
  | 'signInDirectoryId'
  | 'region'
  | 'production'
  | 'nameMarks'
>;

export function headOf(stamp: Stamp): Head {
  const { estate, tenant, environment } = stamp;
  return {
    estateId: estate.id,
    tenant: tenant.name,
    environment: environment.name,
    subscriptionId: environment.subscriptionId.toLowerCase(),
    directoryId: tenant.directoryId.toLowerCase(),
    ...(tenant.auth ? { signInDirectoryId: signInDirectory(tenant) } : {}),
    region: environment.region,
    production: environment.production,
    nameMarks: nameMarks(stamp),
  };
}
