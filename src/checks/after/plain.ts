import type { Check } from '../rule.ts';
import { asDesigned } from './existing.ts';

/** Checks that have nothing to say but whether all of some types is there and as designed. */
export const plain: readonly Check[] = [
  asDesigned({
    id: 'GT-CHECK-FOUNDATION',
    about: 'all',
    checklist: ['TEN-1', 'DAT-5'],
    title: 'Resource groups and identities are where the estate file says',
    risk: 'What lies elsewhere escapes the rules of this environment.',
    types: ['Microsoft.Resources/resourceGroups', 'Microsoft.ManagedIdentity/userAssignedIdentities'],
  }),
  asDesigned({
    id: 'GT-CHECK-LOCKS',
    checklist: ['KEY-1', 'INC-4'],
    title: 'Vault, account and workspace are locked against deletion',
    risk: 'One slip of whoever may delete takes secrets, models or logs away.',
    types: ['Microsoft.Authorization/locks'],
  }),
  asDesigned({
    id: 'GT-CHECK-NETWORK',
    checklist: ['NET-1', 'TEN-2'],
    title: 'The virtual network has the addresses of the estate file',
    risk: 'Addresses that overlap or are too wide let traffic go where it should not.',
    types: ['Microsoft.Network/virtualNetworks'],
  }),
  asDesigned({
    id: 'GT-CHECK-RULES',
    checklist: ['NET-3'],
    title: 'Network security groups let in and out what they should, and nothing else of ours',
    risk: 'A port that is open wider than needed is a way in, or a way out for data.',
    types: ['Microsoft.Network/networkSecurityGroups'],
  }),
  asDesigned({
    id: 'GT-CHECK-ROUTES',
    checklist: ['NET-6', 'NET-7'],
    title: 'Routes keep environments apart',
    risk: 'Traffic of one environment can reach another.',
    types: ['Microsoft.Network/routeTables'],
  }),
  asDesigned({
    id: 'GT-CHECK-ACCOUNT',
    checklist: ['NET-4', 'IAM-2'],
    title: 'The Azure OpenAI account has its settings',
    risk: 'The account answers under another name, or acts as somebody else.',
    types: ['Microsoft.CognitiveServices/accounts'],
  }),
  asDesigned({
    id: 'GT-CHECK-MODELS',
    checklist: ['COST-3', 'COST-4'],
    title: 'Models have the capacity and version of the estate file',
    risk: 'More capacity costs more than was planned; less makes applications wait.',
    types: ['Microsoft.CognitiveServices/accounts/deployments'],
  }),
  asDesigned({
    id: 'GT-CHECK-CONTENT-FILTER',
    checklist: ['DAT-3'],
    title: 'The content filter blocks what it should',
    risk: 'Harmful prompts and answers pass.',
    types: ['Microsoft.CognitiveServices/accounts/raiPolicies'],
  }),
  asDesigned({
    id: 'GT-CHECK-LOGS',
    about: 'all',
    checklist: ['MON-1', 'INC-2', 'TEN-4'],
    title: 'The workspace keeps logs as long as it should',
    risk: 'What happened can not be told any more when somebody asks.',
    types: ['Microsoft.OperationalInsights/workspaces'],
  }),
  asDesigned({
    id: 'GT-CHECK-ALERTS',
    checklist: ['MON-3', 'MON-4', 'TEN-4', 'INC-1', 'POL-3'],
    title: 'Alerts watch metrics, logs and changes',
    risk: 'Throttling, failures, denied access and changes of rights or rules go unnoticed.',
    types: [
      'Microsoft.Insights/metricAlerts',
      'Microsoft.Insights/scheduledQueryRules',
      'Microsoft.Insights/activityLogAlerts',
    ],
  }),
  asDesigned({
    id: 'GT-CHECK-DASHBOARD',
    checklist: ['MON-2'],
    title: 'A workbook shows traffic, tokens, latency, errors and security',
    risk: 'Nobody sees at a glance how the service does.',
    types: ['Microsoft.Insights/workbooks'],
  }),
  asDesigned({
    id: 'GT-CHECK-BUDGET-KEPT',
    checklist: ['COST-2'],
    title: 'A budget watches the spending',
    risk: 'Spending grows without anybody being told.',
    types: ['Microsoft.Consumption/budgets'],
  }),
];
