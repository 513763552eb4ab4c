import type { DirectoryObject } from './groups.ts';
import type { JsonObject } from './json.ts';
import type { Fact, PermissionFact } from './subscription.ts';

/** What a role lets its holder do, from its definition in Azure. */
export interface RoleFact {
  readonly name: string;
  readonly permissions: readonly RolePermission[];
}

/** One entry of a role; `data` is what it lets do with what lies in a resource. */
export interface RolePermission extends PermissionFact {
  readonly data: PermissionFact;
}

/** Everything that was assigned at, above and beneath a subscription, whoever did it. Serialisable. */
export interface AccessFacts {
  /** Role assignments as Azure shows them. */
  readonly assignments: readonly JsonObject[];
  /** By the GUID of the role, in lower case. */
  readonly roles: Fact<Readonly<Record<string, RoleFact>>>;
  /** By object id in lower case, those of the assignments that the directory knows. */
  readonly principals: Fact<Readonly<Record<string, DirectoryObject>>>;
  /** By id key of an assignment, ISO time at which it ends: activated for a time. Needs a licence. */
  readonly ends: Fact<Readonly<Record<string, string>>>;
  /** Roles that somebody may activate for a time. */
  readonly eligible: Fact<readonly EligibleFact[]>;
  /** Object id of whoever looks. */
  readonly signedIn: string | undefined;
}

/** Somebody who may activate a role for a time. */
export interface EligibleFact {
  readonly scope: string;
  /** GUID in lower case. */
  readonly roleId: string;
  /** Object id in lower case. */
  readonly principalId: string;
}
