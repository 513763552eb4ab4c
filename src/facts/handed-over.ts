/**
 * Types that a directory that manages a subscription through Azure Lighthouse can't write there: a delegation gives
 * neither Owner nor what User Access Administrator may beyond assigning listed roles to managed identities, and of the
 * built-in roles only these two write them. Sources: Microsoft, "Tenants, users, and roles in Azure Lighthouse scenarios";
 * Microsoft, REST reference of management locks, which names the two roles. With the api-version to write each by hand.
 */
export const handedOverTypes: Readonly<Record<string, string>> = {
  'microsoft.authorization/roleassignments': '2022-04-01',
  'microsoft.authorization/roledefinitions': '2022-04-01',
  'microsoft.authorization/locks': '2020-05-01',
};
