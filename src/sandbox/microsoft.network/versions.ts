/** api-versions of Microsoft.Network that the sandbox serves (published types of 2026-08-20). */
export const networkVersions = [
  '2018-10-01',
  '2020-06-01',
  '2024-05-01',
  '2024-07-01',
  '2024-10-01',
  '2025-01-01',
  '2025-03-01',
  '2025-05-01',
  '2025-07-01',
  '2025-09-01',
] as const;

/** api-versions of private DNS zones, their links and record sets. */
export const dnsVersions = ['2018-09-01', '2020-01-01', '2020-06-01', '2024-06-01'] as const;
