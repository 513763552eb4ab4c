/** Version of the language of conditions: the only one that Azure takes. */
export const conditionVersion = '2.0';

/** Which role assignments somebody may make and take away. */
export interface Delegated {
  /** GUIDs of roles. */
  readonly roles: readonly string[];
  /** `Group`, `ServicePrincipal`, …; empty: any. */
  readonly principalTypes: readonly string[];
}

/**
 * The condition under which roles may be assigned: these alone, so that nobody makes himself an owner by it. Source:
 * https://learn.microsoft.com/azure/role-based-access-control/delegate-role-assignments-examples
 */
export function roleCondition({ roles, principalTypes }: Delegated): string {
  const only = (action: 'write' | 'delete', from: '@Request' | '@Resource'): string => {
    const attribute = (name: string): string => `${from}[Microsoft.Authorization/roleAssignments:${name}]`;
    const types = principalTypes.map((type) => `'${type}'`).join(', ');
    const tests = [
      `${attribute('RoleDefinitionId')} ForAnyOfAnyValues:GuidEquals {${roles.join(', ')}}`,
      ...(types === ''
        ? []
        : [`${attribute('PrincipalType')} ForAnyOfAnyValues:StringEqualsIgnoreCase {${types}}`]),
    ].join(' AND ');
    return `((!(ActionMatches{'Microsoft.Authorization/roleAssignments/${action}'})) OR (${tests}))`;
  };
  return `${only('write', '@Request')} AND ${only('delete', '@Resource')}`;
}
