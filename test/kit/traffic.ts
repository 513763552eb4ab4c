import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { type Finding, findingsOn, hasContract } from './contract.ts';
import type { Exchange } from './sandbox.ts';

/** What has passed between clients and sandboxes since the last look, each exchange once. */
const unseen: { readonly own: Exchange[]; readonly others: Exchange[] } = { own: [], others: [] };
const known = new Set<string>();

/** Takes note of an exchange of Gotthard's own: its request and its answer have to keep to the published types. */
export function witnessOwn(exchange: Exchange): void {
  if (isNew('own', exchange)) unseen.own.push(exchange);
}

/** Takes note of an exchange of anybody's: what a test sends may be wrong on purpose, what it is answered may not. */
export function witnessAnswer(exchange: Exchange): void {
  if (isNew('others', exchange)) unseen.others.push(exchange);
}

function isNew(whose: keyof typeof unseen, exchange: Exchange): boolean {
  if (!hasContract || exchange.status === null) return false;
  const key = hash('sha1', `${whose} ${JSON.stringify(exchange)}`, 'base64');
  if (known.has(key)) return false;
  known.add(key);
  return true;
}

/** Takes note of a file that `--trace` has written. */
export function witnessTrace(file: string, witness: (exchange: Exchange) => void): void {
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    if (line !== '') witness(JSON.parse(line) as Exchange);
  }
}

/** Lets a sandbox take note of all that it answers. */
export function witnessed(sandbox: Sandbox): Sandbox {
  const answer = sandbox.fetch;
  sandbox.fetch = async (request) => {
    const sent = await request.clone().text();
    const response = await answer(request);
    const { method, url } = request;
    const responseBody = bodyOf(await response.clone().text());
    witnessAnswer({ method, url, status: response.status, requestBody: bodyOf(sent), responseBody });
    return response;
  };
  return sandbox;
}

function bodyOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Fails with every finding on what has passed since the last look. */
export async function expectPublishedTypes(): Promise<void> {
  const ours = unseen.own.splice(0);
  expectNothingOpened(ours);
  const own = await findingsOn(ours);
  const others = await findingsOn(unseen.others.splice(0));
  const found = [...own, ...others.filter(({ where }) => where === 'response')];
  const errors = found.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return;
  throw new Error(`this traffic breaks the types that Microsoft publishes:\n${told(errors)}`);
}

const guarded = /\/(Microsoft\.KeyVault\/vaults|Microsoft\.CognitiveServices\/accounts)\/[^/]+$/i;

/** Fails where a request of ours would have opened a vault or an account to the public, even for a second. */
function expectNothingOpened(exchanges: readonly Exchange[]): void {
  const open = exchanges.filter(({ method, url, requestBody }) => {
    if (method !== 'PUT' || !guarded.test(new URL(url).pathname)) return false;
    const body = (typeof requestBody === 'string' ? bodyOf(requestBody) : requestBody) as Guarded;
    const { publicNetworkAccess, networkAcls } = body.properties ?? {};
    return publicNetworkAccess !== 'Disabled' || networkAcls?.defaultAction !== 'Deny';
  });
  if (open.length === 0) return;
  const urls = open.map(({ url }) => url).join('\n');
  throw new Error(`these requests would open something to the public:\n${urls}`);
}

interface Guarded {
  readonly properties?: {
    readonly publicNetworkAccess?: string;
    readonly networkAcls?: { readonly defaultAction?: string };
  };
}

function told(findings: readonly Finding[]): string {
  const lines = findings.map(
    ({ code, where, type, apiVersion, path, message }) =>
      `${code} in the ${where} of ${type}@${apiVersion} at ${path}: ${message}`,
  );
  return [...new Set(lines)].join('\n');
}
