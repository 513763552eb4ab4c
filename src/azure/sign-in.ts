import type { TokenCredential } from '@azure/core-auth';
import { type Problem, Refusal } from '../problems/problem.ts';
import type { SignIn } from './credential.ts';
import { anyDirectory, type SentAs, sentAs } from './sent-as.ts';

/** What a person is told when a sign-in fails; all that Microsoft Entra says in it stays, without its traces. */
export function signInProblem(error: unknown, how: SignIn, claims?: string): Problem {
  const said = error instanceof Error ? error.message : String(error);
  const unavailable = error instanceof Error && error.name === 'CredentialUnavailableError';
  const row = refusals.find(({ code }) => code.test(said));
  return {
    code: /AADSTS\d+/.exec(said)?.[0] ?? (unavailable ? 'GT-SIGNIN-UNAVAILABLE' : 'GT-SIGNIN-FAILED'),
    what: `signing in by ${how.kind} to directory ${how.directoryId} failed: ${firstSentence(said)}`,
    why:
      row?.why ??
      (claims === undefined ? nobodyHere : 'Azure wants a second factor, or another proof, for writes'),
    next: [signInCommand(how, claims), ...(row?.next ?? [])],
  };
}

/** Codes of Microsoft Entra that people meet, as its error code reference explains them. */
const refusals: readonly { readonly code: RegExp; readonly why: string; readonly next: readonly string[] }[] =
  [
    {
      code: /AADSTS(50076|50079|50074|50158)\b/,
      why: 'the directory demands a second factor that this sign-in did not have',
      next: [],
    },
    {
      code: /AADSTS(700082|70043|50173|700084)\b/,
      why: 'the sign-in has expired',
      next: [],
    },
    {
      code: /AADSTS(90002|900023)\b/,
      why: 'there is no such directory in this cloud',
      next: ['Correct `directoryId` of the tenant in the estate file.'],
    },
    {
      code: /AADSTS(50020|90072)\b/,
      why: 'the user is not a member or guest of this directory',
      next: ['Ask its administrator for an invitation.'],
    },
    {
      code: /AADSTS(7000215|7000222|700027|700024)\b/,
      why: 'the secret or certificate of the application is wrong or has expired',
      next: ['Renew it at the app registration.'],
    },
    {
      code: /AADSTS53003\b/,
      why: 'a conditional access policy blocks this sign-in',
      next: ['Sign in from a device and network that the policy allows.'],
    },
  ];

const nobodyHere = 'nobody is signed in that way on this machine, or not to this directory';

/**
 * The command that signs in the way it was asked for. `claims` is the JSON of a claims challenge, which Azure Resource
 * Manager sends in `WWW-Authenticate` when it wants a second factor for a write.
 */
function signInCommand({ kind, directoryId, cloud }: SignIn, claims?: string): string {
  switch (kind) {
    case 'cli': {
      const login = `az login --tenant ${directoryId} --scope ${cloud.scope}`;
      return claims === undefined ? login : `${login} --claims-challenge ${btoa(claims)}`;
    }
    case 'managed':
      return 'Assign a managed identity to this machine, or choose another --credential.';
    case 'browser':
    case 'device':
      return `Run the command again with --credential ${kind} and answer the sign-in.`;
    case 'workload':
    case 'certificate':
    case 'environment':
      return 'Check AZURE_CLIENT_ID and the variables beside it, then run the command again.';
  }
}

function wrongDirectory({ name, directoryId }: SentAs, how: SignIn): Problem {
  return {
    code: 'GT-SIGNIN-DIRECTORY',
    what: `${name} is signed in to directory ${directoryId}, not to ${how.directoryId}`,
    why: 'an identity of this kind belongs to one directory and can not switch',
    next: [signInCommand({ ...how, kind: 'cli' }), 'Or choose another --credential.'],
  };
}

function firstSentence(said: string): string {
  return (said.split(/[\r\n]|Trace ID:/)[0] ?? said).trim().slice(0, 300);
}

/**
 * The credential, with a sign-in that fails, or that leads to another directory, told as what to do about it (a
 * Refusal, exit 4).
 */
export function telling(credential: TokenCredential, how: SignIn): TokenCredential {
  return {
    getToken: async (scopes, options) => {
      const answer = await credential.getToken(scopes, options).catch((error: unknown) => {
        throw new Refusal([signInProblem(error, how, options?.claims)], 4);
      });
      if (!answer) throw new Refusal([signInProblem(new Error('no token was issued'), how)], 4);
      const by = sentAs(answer.token);
      const leadsElsewhere = by && by.directoryId !== how.directoryId.toLowerCase();
      if (leadsElsewhere && how.directoryId !== anyDirectory) throw new Refusal([wrongDirectory(by, how)], 4);
      return answer;
    },
  };
}
