import type { Stamp } from './estate.ts';
import { base32Hash } from './hash.ts';

/** Names of everything in a stamp, by what they are for. Overridable in the file under `naming.overrides`. */
export interface Names {
  readonly networkGroup: string;
  readonly securityGroup: string;
  readonly aiGroup: string;
  readonly monitorGroup: string;
  readonly dnsGroup: string;
  readonly virtualNetwork: string;
  readonly routeTable: string;
  readonly vault: string;
  readonly account: string;
  /** Custom subdomain of the account: globally unique. */
  readonly subdomain: string;
  readonly identity: string;
  readonly workspace: string;
  readonly actionGroup: string;
  readonly budget: string;
}

/** Characters of the hash in globally unique names: 40 bits over estate, subscription, tenant and environment. */
const hashLength = 8;

/**
 * The names of a stamp: a pure function of the estate file. Prefixes are Azure's recommended abbreviations (Cloud
 * Adoption Framework, resource abbreviations); lengths follow each type's own rule.
 */
export function namesOf(stamp: Stamp): Names {
  const { estate, tenant, environment } = stamp;
  const base = `${tenant.name}-${environment.name}`;
  const hash = base32Hash(
    [
      estate.id,
      environment.subscriptionId.toLowerCase(),
      tenant.name,
      environment.name,
      String(estate.naming.generation),
    ],
    hashLength,
  );
  const proposed: Names = {
    networkGroup: `rg-${base}-network`,
    securityGroup: `rg-${base}-security`,
    aiGroup: `rg-${base}-ai`,
    monitorGroup: `rg-${base}-monitor`,
    dnsGroup: `rg-${base}-dns`,
    virtualNetwork: `vnet-${base}`,
    routeTable: `rt-${base}`,
    // 3 to 24 letters, digits and single hyphens.
    vault: `${trimmed(`kv-${tenant.name.slice(0, 5)}-${environment.name.slice(0, 5)}`)}-${hash}`,
    account: `oai-${base}-${hash}`,
    subdomain: `oai-${base}-${hash}`,
    identity: `id-${base}`,
    workspace: `log-${base}-${hash}`,
    actionGroup: `ag-${base}`,
    budget: `budget-${base}-${hash}`,
  };
  const overrides = estate.naming.overrides;
  const chosen = Object.entries(proposed).map(([key, name]) => [
    key,
    overrides[`${stamp.name}/${key}`] ?? name,
  ]);
  return Object.fromEntries(chosen) as unknown as Names;
}

/** Names cut to length may end in a hyphen or hold two. */
function trimmed(name: string): string {
  return name.replace(/-{2,}/g, '-').replace(/-$/, '');
}
