/** api-versions of Microsoft.CognitiveServices that the sandbox serves (published types of 2026-08-20). */
export const cognitiveVersions = [
  '2023-05-01',
  '2024-10-01',
  '2025-06-01',
  '2025-09-01',
  '2025-12-01',
  '2026-03-01',
  '2026-05-01',
  '2026-07-01',
] as const;
