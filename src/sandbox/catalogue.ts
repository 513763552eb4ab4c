import { authorization } from './microsoft.authorization/provider.ts';
import { cognitiveServices } from './microsoft.cognitiveservices/provider.ts';
import { consumption } from './microsoft.consumption/provider.ts';
import { costManagement } from './microsoft.costmanagement/provider.ts';
import { dataFactory } from './microsoft.datafactory/provider.ts';
import { documentDb } from './microsoft.documentdb/provider.ts';
import { insights } from './microsoft.insights/provider.ts';
import { keyVault } from './microsoft.keyvault/provider.ts';
import { managedIdentity } from './microsoft.managedidentity/provider.ts';
import { managedServices } from './microsoft.managedservices/provider.ts';
import { network } from './microsoft.network/provider.ts';
import { operationalInsights } from './microsoft.operationalinsights/provider.ts';
import { policyInsights } from './microsoft.policyinsights/provider.ts';
import { resources } from './microsoft.resources/provider.ts';
import { security } from './microsoft.security/provider.ts';
import { sql } from './microsoft.sql/provider.ts';
import { storage } from './microsoft.storage/provider.ts';
import { web } from './microsoft.web/provider.ts';
import type { ProviderModel } from './provider.ts';

/** Every provider that the sandbox models: one line each. */
export const providers: readonly ProviderModel[] = [
  resources,
  network,
  authorization,
  keyVault,
  cognitiveServices,
  managedIdentity,
  managedServices,
  operationalInsights,
  insights,
  consumption,
  policyInsights,
  costManagement,
  security,
  documentDb,
  sql,
  dataFactory,
  storage,
  web,
];
