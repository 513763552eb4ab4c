import type { JsonObject } from '../../json.ts';
import type { World } from '../../provider.ts';

/** A resource as a policy sees it: what is asked for, before the provider adds its defaults. */
export interface Evaluated {
  readonly world: World;
  /** Where it lies or will lie; the scope alone when it has no id yet. */
  readonly id: string;
  /** Type as policies name it. */
  readonly type: string;
  readonly name: string;
  /** Names of parents before it, joined by `/`. */
  readonly fullName: string;
  readonly body: JsonObject;
  readonly apiVersion: string;
}

/** Policies know resource groups by another name than their ids say. */
export function policyType(type: string): string {
  return /^microsoft\.resources\/resourcegroups$/i.test(type)
    ? 'Microsoft.Resources/subscriptions/resourceGroups'
    : type;
}

/** Which assignment of which definition is evaluated, for the function `policy()` and for answers. */
export interface Origin {
  readonly assignmentId: string;
  readonly definitionId: string;
  readonly setDefinitionId?: string;
  readonly definitionReferenceId?: string;
}
