/**
 * Tokens of the function app's own identity. Source: Microsoft, "How to use managed identities for App Service and
 * Azure Functions", REST endpoint reference: IDENTITY_ENDPOINT, IDENTITY_HEADER, api-version 2019-08-01.
 *
 * @param {Record<string, string | undefined>} environment process variables
 * @returns {(resource: string) => Promise<string>}
 */
export function managedIdentity({ IDENTITY_ENDPOINT, IDENTITY_HEADER, AZURE_CLIENT_ID }) {
  return async (resource) => {
    if (!IDENTITY_ENDPOINT || !IDENTITY_HEADER) throw new Error('the function app has no managed identity');
    const url = new URL(IDENTITY_ENDPOINT);
    url.searchParams.set('api-version', '2019-08-01');
    url.searchParams.set('resource', resource);
    if (AZURE_CLIENT_ID) url.searchParams.set('client_id', AZURE_CLIENT_ID);
    const response = await fetch(url, { headers: { 'x-identity-header': IDENTITY_HEADER } });
    if (!response.ok) throw new Error(`no token for ${resource}: ${response.status}`);
    return (await response.json()).access_token;
  };
}
