import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { CloudChoice } from '../wizard/ports.ts';

const sandbox: CloudChoice = {
  cloud: 'sandbox',
  name: 'Sandbox',
  hint: 'a rehearsal on this machine, nothing is billed',
};

/** The sandbox, and Azure when the Azure CLI is signed in here: a sign-in only adds a choice. */
export async function cloudChoices(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<readonly CloudChoice[]> {
  const folder = environment['AZURE_CONFIG_DIR'] ?? join(homedir(), '.azure');
  const account = await signedInAccount(join(folder, 'azureProfile.json'));
  return account === undefined
    ? [sandbox]
    : [sandbox, { cloud: 'azure', name: 'Azure', hint: `signed in as ${account}` }];
}

async function signedInAccount(file: string): Promise<string | undefined> {
  try {
    const profile = JSON.parse((await readFile(file, 'utf8')).replace(/^\uFEFF/, '')) as {
      subscriptions?: { isDefault?: boolean; user?: { name?: string } }[];
    };
    const accounts = profile.subscriptions ?? [];
    return (accounts.find((account) => account.isDefault) ?? accounts[0])?.user?.name;
  } catch {
    return undefined;
  }
}
