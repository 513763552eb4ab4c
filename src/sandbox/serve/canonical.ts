/** What stands for Azure's own hosts on this machine, and back again. */

/** The request under the name that Azure gives its host: everything on `localhost` is ARM, but Graph's and the prices' paths. */
export function canonicalUrl(url: URL): URL {
  const made = new URL(url);
  made.protocol = 'https:';
  made.port = '';
  const own = /^(.+)\.(vault|openai)\.localhost$/.exec(url.hostname);
  if (own) made.hostname = own[2] === 'vault' ? `${own[1]}.vault.azure.net` : `${own[1]}.openai.azure.com`;
  else if (isLocal(url.hostname)) {
    made.hostname = hostOf(url.pathname);
  }
  return made;
}

function hostOf(path: string): string {
  if (/^\/+v1\.0\//.test(path)) return 'graph.microsoft.com';
  return /^\/+api\/retail\//.test(path) ? 'prices.azure.com' : 'management.azure.com';
}

/** Whether a host is this machine under one of its own names. */
export function isLocal(hostname: string): boolean {
  return /^(localhost|127\.0\.0\.1|\[::1\])$/.test(hostname);
}

/** Whether a host is a name that the sandbox has made up for a vault or an account of its own. */
export function isOwn(hostname: string): boolean {
  return hostname.endsWith('.localhost');
}

/** URLs in an answer, as the client can follow them: polls and sign-ins lead back to the host that was asked. */
export function localHeaders(headers: Headers, base: string): Headers {
  const made = new Headers(headers);
  for (const name of ['location', 'azure-asyncoperation', 'www-authenticate']) {
    const value = headers.get(name);
    if (value !== null) made.set(name, localised(value, base));
  }
  // A browser would take it for everything on localhost, also for other people's servers without TLS.
  made.delete('strict-transport-security');
  return made;
}

/** The same for the link to the next page. */
export function localBody(body: string, base: string): string {
  return body
    .replaceAll('"nextLink":"https://management.azure.com/', `"nextLink":"${base}/`)
    .replaceAll('"NextPageLink":"https://prices.azure.com:443/', `"NextPageLink":"${base}/`);
}

function localised(text: string, base: string): string {
  const { port, hostname } = new URL(base);
  // A vault's own name stands for the vault alone: its clients sign in elsewhere.
  const authority = isLocal(hostname) ? base : `https://localhost:${port}`;
  return (
    text
      .replaceAll('https://management.azure.com/', `${base}/`)
      .replaceAll(/https:\/\/login\.(windows\.net|microsoftonline\.com)\//g, `${authority}/adfs/`)
      // Clients of a vault compare the resource of its challenge with the vault's own domain.
      .replaceAll('resource="https://vault.azure.net"', `resource="https://vault.localhost:${port}"`)
  );
}
