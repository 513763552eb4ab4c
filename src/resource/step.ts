/** The steps of a stamp as people see them, in their order. The dependency graph decides what really waits. */
export const steps = [
  'Foundation',
  'Network',
  'Private DNS',
  'Key Vault',
  'Azure OpenAI',
  'Integration',
  'Logic App',
  'Key rotation',
  'Private access',
  'Access control',
  'Monitoring',
  'Governance',
  'Budget',
] as const;
export type Step = (typeof steps)[number];
