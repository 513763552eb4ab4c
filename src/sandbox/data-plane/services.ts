import { cosmosService } from './cosmos.ts';
import { logService } from './logs.ts';
import { openAiService } from './openai.ts';
import type { DataService } from './request.ts';
import { storageService } from './storage.ts';
import { vaultService } from './vault.ts';

const services: readonly DataService[] = [
  vaultService,
  openAiService,
  logService,
  storageService,
  cosmosService,
];

/** The service that answers a host, and the name of the resource that the host stands for. */
export function serviceOf(host: string): { service: DataService; name: string } | undefined {
  for (const service of services) {
    const name = service.resourceOf(host.toLowerCase());
    if (name !== undefined) return { service, name };
  }
  return undefined;
}
