/**
 * One look at the API key of an account, and its rotation when it is due. The vault's secret holds the key in use, and
 * its tag CredentialId says which of the two that is. The other one is made anew and stored: whoever has read the old
 * one goes on until the next rotation, which makes that one anew.
 *
 * Cut off at any point, it is right again the next time: a key that was made anew and not stored is one that nobody
 * uses. Values are passed on and neither logged nor read back.
 *
 * @typedef {object} Settings
 * @property {string} accountId ARM id of the Azure OpenAI account
 * @property {string} vaultUri `https://NAME.vault.azure.net/`
 * @property {string} secretName
 * @property {number} rotationDays
 * @property {string} armEndpoint `https://management.azure.com`
 *
 * @typedef {object} Ports
 * @property {() => number} now milliseconds since 1970
 * @property {(resource: string) => Promise<string>} token a bearer token for a resource
 * @property {(url: string, init: RequestInit) => Promise<Response>} fetch
 */

const day = 86_400_000;
/** Days by which a key outlives its rotation: Key Vault tells of an end 30 days before it. */
const beyondRotation = 30;
/** A look a day comes a little early or late: a key is not left for another day because of a minute. */
const tolerance = day / 24;
const vaultApi = '7.4';
const accountApi = '2025-09-01';

/**
 * @param {Settings} settings
 * @param {Ports} ports
 * @returns {Promise<{ rotated: boolean, inUse: string, ageDays: number }>}
 */
export async function rotate(settings, ports) {
  const stored = await storedKey(settings, ports);
  const age = ports.now() - stored.createdAt;
  const ageDays = Math.floor(age / day);
  if (age + tolerance < settings.rotationDays * day) {
    return { rotated: false, inUse: stored.inUse, ageDays };
  }
  const next = stored.inUse === 'key1' ? 'key2' : 'key1';
  const value = await regenerated(next, settings, ports);
  await store(value, { ...stored.tags, CredentialId: next }, settings, ports);
  return { rotated: true, inUse: next, ageDays: 0 };
}

/**
 * What the vault's list says of the secret: lists hold no values.
 * @param {Settings} settings
 * @param {Ports} ports
 * @returns {Promise<{ inUse: string, createdAt: number, tags: Record<string, string> }>}
 */
async function storedKey(settings, ports) {
  const own = `${settings.vaultUri}secrets/${settings.secretName}`.toLowerCase();
  /** @type {string | null | undefined} */
  let page = `${settings.vaultUri}secrets?api-version=${vaultApi}`;
  while (page) {
    /** @type {{ value: any[], nextLink?: string | null }} */
    const { value, nextLink } = await call('GET', page, vaultResource(settings), undefined, ports);
    const found = value.find(({ id }) => String(id).toLowerCase() === own);
    if (found) {
      const tags = found.tags ?? {};
      const inUse = tags.CredentialId === 'key2' ? 'key2' : 'key1';
      return { inUse, createdAt: found.attributes.created * 1000, tags };
    }
    page = nextLink;
  }
  throw new Error(`the vault holds no secret ${settings.secretName}: deploy the environment first`);
}

/**
 * @param {string} name
 * @param {Settings} settings
 * @param {Ports} ports
 * @returns {Promise<string>}
 */
async function regenerated(name, { accountId, armEndpoint }, ports) {
  const keys = await call(
    'POST',
    `${armEndpoint}${accountId}/regenerateKey?api-version=${accountApi}`,
    armEndpoint,
    { keyName: name === 'key1' ? 'Key1' : 'Key2' },
    ports,
  );
  return keys[name];
}

/**
 * @param {string} value
 * @param {Record<string, string>} tags
 * @param {Settings} settings
 * @param {Ports} ports
 */
async function store(value, tags, settings, ports) {
  const validity = settings.rotationDays + beyondRotation;
  const exp = (Math.floor(ports.now() / day) + validity) * 86_400;
  await call(
    'PUT',
    `${settings.vaultUri}secrets/${settings.secretName}?api-version=${vaultApi}`,
    vaultResource(settings),
    {
      value,
      contentType: 'application/vnd.azure-openai.key',
      attributes: { enabled: true, exp },
      tags: { ...tags, ValidityPeriodDays: String(validity) },
    },
    ports,
  );
}

/**
 * Audience of a vault's tokens: the domain of its cloud.
 * @param {Settings} settings
 */
function vaultResource({ vaultUri }) {
  return `https://${new URL(vaultUri).hostname.split('.').slice(1).join('.')}`;
}

/**
 * @param {string} method
 * @param {string} url
 * @param {string} resource
 * @param {object | undefined} body
 * @param {Ports} ports
 * @returns {Promise<any>}
 */
async function call(method, url, resource, body, ports) {
  const headers = {
    authorization: `Bearer ${await ports.token(resource)}`,
    'content-type': 'application/json',
  };
  const response = await ports.fetch(url, {
    method,
    headers,
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const answer = await response.json();
  if (response.ok) return answer;
  // Nothing of a body but the code: what was sent or answered may hold a key.
  throw new Error(`${method} ${new URL(url).pathname}: ${response.status} ${answer?.error?.code ?? ''}`);
}
