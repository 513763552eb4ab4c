import type { TokenCredential } from '@azure/core-auth';
import type { HttpClient } from '@azure/core-rest-pipeline';
import { type Problem, Refusal } from '../problems/problem.ts';
import type { Cloud } from './clouds.ts';
import { githubAssertion } from './github-assertion.ts';
import { anyDirectory } from './sent-as.ts';

export const credentialKinds = [
  'cli',
  'workload',
  'managed',
  'browser',
  'device',
  'certificate',
  'environment',
] as const;
export type CredentialKind = (typeof credentialKinds)[number];

/** How to sign in: always one explicit kind, for one directory. Nothing is guessed and nothing falls back. */
export interface SignIn {
  readonly kind: CredentialKind;
  readonly directoryId: string;
  readonly cloud: Cloud;
  /** The process's environment variables. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Shows the code and address of a device sign-in. */
  readonly showDeviceCode: (message: string) => void;
  /** In place of the network, where its certificate is one that only we trust. */
  readonly httpClient?: HttpClient;
}

/**
 * The credential of a sign-in. Throws a Refusal (exit 3) that names every missing variable. Tokens of other
 * directories are never asked for.
 */
export async function credentialFor(signIn: SignIn): Promise<TokenCredential> {
  const identity = await import('@azure/identity');
  const { directoryId: tenantId, cloud } = signIn;
  const authority = {
    authorityHost: cloud.authorityHost,
    disableInstanceDiscovery: !cloud.known,
    ...(signIn.httpClient ? { httpClient: signIn.httpClient } : {}),
  };
  switch (signIn.kind) {
    case 'cli':
      // The command knows its own home directory; it takes no such name for it.
      return new identity.AzureCliCredential(tenantId === anyDirectory ? {} : { tenantId });
    case 'workload': {
      const { AZURE_FEDERATED_TOKEN_FILE: file, ACTIONS_ID_TOKEN_REQUEST_URL: url } = signIn.environment;
      if (!file && url) {
        const [clientId, token] = required(signIn, ['AZURE_CLIENT_ID', 'ACTIONS_ID_TOKEN_REQUEST_TOKEN']);
        const assertion = githubAssertion({ url, token }, signIn.httpClient);
        return new identity.ClientAssertionCredential(tenantId, clientId, assertion, authority);
      }
      const [clientId, tokenFilePath] = required(signIn, ['AZURE_CLIENT_ID', 'AZURE_FEDERATED_TOKEN_FILE']);
      return new identity.WorkloadIdentityCredential({ tenantId, clientId, tokenFilePath, ...authority });
    }
    case 'managed': {
      const clientId = signIn.environment['AZURE_CLIENT_ID'];
      return new identity.ManagedIdentityCredential(clientId ? { clientId } : {});
    }
    case 'browser':
      return new identity.InteractiveBrowserCredential({ tenantId, ...authority });
    case 'device':
      return new identity.DeviceCodeCredential({
        tenantId,
        ...authority,
        userPromptCallback: ({ message }) => signIn.showDeviceCode(message),
      });
    case 'certificate': {
      const [clientId, certificatePath] = required(signIn, [
        'AZURE_CLIENT_ID',
        'AZURE_CLIENT_CERTIFICATE_PATH',
      ]);
      const password = signIn.environment['AZURE_CLIENT_CERTIFICATE_PASSWORD'];
      const certificate = { certificatePath, ...(password ? { certificatePassword: password } : {}) };
      return new identity.ClientCertificateCredential(tenantId, clientId, certificate, authority);
    }
    case 'environment': {
      const [clientId, secret] = required(signIn, ['AZURE_CLIENT_ID', 'AZURE_CLIENT_SECRET']);
      return new identity.ClientSecretCredential(tenantId, clientId, secret, authority);
    }
  }
}

/** The values of environment variables; a Refusal lists all that are missing, or that point elsewhere. */
function required(signIn: SignIn, names: readonly [string, string]): [string, string] {
  const missing = names.filter((name) => !signIn.environment[name]);
  if (missing.length > 0) {
    throw new Refusal([
      {
        code: 'GT-SIGNIN-INCOMPLETE',
        what: `--credential ${signIn.kind} needs ${missing.join(' and ')}`,
        why: 'the environment variables are not set',
        next: [`export ${missing.map((name) => `${name}=…`).join(' ')}`],
      },
    ]);
  }
  const other = signIn.environment['AZURE_TENANT_ID'];
  if (other && other.toLowerCase() !== signIn.directoryId.toLowerCase()) {
    throw new Refusal([otherDirectory(other, signIn)]);
  }
  return [signIn.environment[names[0]] ?? '', signIn.environment[names[1]] ?? ''];
}

function otherDirectory(other: string, { directoryId }: SignIn): Problem {
  return {
    code: 'GT-SIGNIN-DIRECTORY',
    what: `AZURE_TENANT_ID is ${other}, the estate file says ${directoryId}`,
    why: 'the environment variables belong to a sign-in of another directory',
    next: [
      `export AZURE_TENANT_ID=${directoryId}, or correct \`directoryId\` of the tenant in the estate file`,
    ],
  };
}
