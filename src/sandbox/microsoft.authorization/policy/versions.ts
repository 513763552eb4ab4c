/** api-versions with which definitions, sets and assignments are read here beside the published ones. */
export const policyVersions = [
  '2019-09-01',
  '2020-09-01',
  '2021-06-01',
  '2022-06-01',
  '2023-04-01',
  '2024-04-01',
  '2024-05-01',
  '2025-01-01',
  '2025-03-01',
  '2025-11-01',
  '2026-06-01',
  '2026-07-01',
] as const;
