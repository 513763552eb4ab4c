import { idKey } from '../../resource/arm-id.ts';
import { textAt } from '../places.ts';
import { ofType } from './bodies.ts';
import type { Holding } from './holding.ts';

/** Stamps that act when a principal does. */
export interface Acting {
  readonly stamps: readonly string[];
  /** Whether a stamp is its own: rights there are no way from one to another. */
  isOf(holding: Holding): boolean;
}

/** Whom the object ids of role assignments belong to: groups to a whole tenant, identities to one stamp. */
export class Principals {
  readonly #acting = new Map<string, Acting[]>();

  constructor(holdings: readonly Holding[]) {
    const tenants = new Map<string, Holding[]>();
    for (const holding of holdings) {
      tenants.set(holding.tenant, [...(tenants.get(holding.tenant) ?? []), holding]);
      for (const id of identitiesOf(holding)) {
        this.#add(id, { stamps: [holding.stamp], isOf: (other) => other === holding });
      }
    }
    for (const [tenant, members] of tenants) {
      const stamps = members.map(({ stamp }) => stamp);
      for (const group of new Set(members.flatMap(({ groups }) => [...groups.keys()]))) {
        this.#add(group, { stamps, isOf: (other) => other.tenant === tenant });
      }
    }
  }

  /** Nobody of the estate: an empty list. */
  of(principal: string): readonly Acting[] {
    return this.#acting.get(principal) ?? [];
  }

  #add(principal: string, acting: Acting): void {
    this.#acting.set(principal, [...(this.#acting.get(principal) ?? []), acting]);
  }
}

/** Object ids of identities, and for what is only designed their ARM ids. */
function identitiesOf({ resources }: Holding): string[] {
  const assigned = ofType('Microsoft.ManagedIdentity/userAssignedIdentities', resources);
  const systems = ofType('Microsoft.CognitiveServices/accounts', resources);
  const factories = ofType('Microsoft.DataFactory/factories', resources);
  const ids = [
    ...assigned.flatMap(({ id, body }) => [idKey(id), textAt(body, '/properties/principalId').toLowerCase()]),
    ...[...systems, ...factories].map(({ body }) => textAt(body, '/identity/principalId').toLowerCase()),
    ...factories.map(({ id }) => idKey(id)),
  ];
  return ids.filter((id) => id !== '');
}
