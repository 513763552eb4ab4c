/** api-versions of Microsoft.Resources that the sandbox serves (published types of 2026-08-20). */
export const resourcesVersions = [
  '2021-04-01',
  '2022-09-01',
  '2023-07-01',
  '2024-03-01',
  '2024-07-01',
  '2024-11-01',
  '2025-03-01',
  '2025-04-01',
] as const;
