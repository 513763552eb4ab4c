/** api-versions of Microsoft.CognitiveServices that the sandbox serves (published types of 2026-08-20). */
export const cognitiveVersions = [
  '2024-10-01',
  '2025-06-01',
  '2025-09-01',
  '2025-12-01',
  '2026-03-01',
  '2026-05-01',
  '2026-07-01',
] as const;

/** Members of accounts that came later than the oldest version served. */
export const accountMembers = {
  networkInjections: '2025-06-01',
  allowProjectManagement: '2025-06-01',
  defaultProject: '2025-06-01',
  associatedProjects: '2025-06-01',
  storedCompletionsDisabled: '2025-09-01',
};

/** Members of deployments that came later than the oldest version served. */
export const deploymentMembers = { spilloverDeploymentName: '2025-06-01' };
