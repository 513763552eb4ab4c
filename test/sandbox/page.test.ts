import { describe, expect, it } from 'vitest';
import { answerPage } from '../../src/sandbox/page/answer.ts';
import { preparedFaults } from '../../src/sandbox/page/prepared-faults.ts';
import { RequestLog } from '../../src/sandbox/page/request-log.ts';
import { topology } from '../../src/sandbox/page/topology.ts';
import type { StampView } from '../../src/sandbox/page/view.ts';
import { words } from '../../src/sandbox/page/words.ts';
import { subscriptions } from '../../src/sandbox/seed-directories.ts';
import { Cloud } from './cloud.ts';

const origin = 'https://localhost:8443';
const subnet = { name: 'snet-pe', properties: { addressPrefix: '10.9.0.0/26' } };

/** A sandbox with a network, a vault and an endpoint between them, and its page. */
async function open() {
  const cloud = new Cloud();
  await cloud.prepare();
  const network = `${cloud.group}/providers/Microsoft.Network`;
  const vault = `${cloud.group}/providers/Microsoft.KeyVault/vaults/kv-page-test`;
  const rules = { sku: { family: 'A', name: 'standard' }, enableRbacAuthorization: true };
  const location = 'switzerlandnorth';
  await cloud.call('PUT', `${network}/virtualNetworks/vnet-page`, {
    location,
    tags: { note: '<script>alert(1)</script>' },
    properties: { addressSpace: { addressPrefixes: ['10.9.0.0/24'] }, subnets: [subnet] },
  });
  cloud.wait(600_000);
  const properties = { ...rules, tenantId: cloud.directory, publicNetworkAccess: 'Disabled' };
  await cloud.call('PUT', vault, { location, properties });
  cloud.wait(600_000);
  await cloud.call('PUT', `${network}/privateEndpoints/pep-page`, {
    location,
    properties: {
      subnet: { id: `${network}/virtualNetworks/vnet-page/subnets/snet-pe` },
      privateLinkServiceConnections: [
        { name: 'vault', properties: { privateLinkServiceId: vault, groupIds: ['vault'] } },
      ],
    },
  });
  cloud.wait(600_000);
  const log = new RequestLog();
  const ask = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const answer = await answerPage(new Request(`${origin}${path}`, init), { sandbox: cloud.sandbox, log });
    if (!answer) throw new Error(`${path} is no request of the page`);
    return answer;
  };
  return { cloud, log, ask, vault, network };
}

describe('the page of the sandbox', () => {
  it('shows every subscription, and each network with who may reach what, in words too', async () => {
    const { ask, vault, network } = await open();
    const html = await (await ask('/')).text();
    for (const { id, displayName } of subscriptions) {
      expect(html).toContain(id);
      expect(html).toContain(displayName);
    }
    expect(html).toMatch(/<svg[^>]*role="img"[^>]*aria-label/);
    expect(html).toContain('10.9.0.0/26');
    expect(html).toContain('Key vault kv-page-test, private, at 10.9.0.4, reached by no subnet.');
    expect(html).toContain(`data-id="${vault}"`);
    expect(html).toContain(`data-id="${network}/privateEndpoints/pep-page"`);
    expect(html).toMatch(/<h3>.+\/<\/span><wbr><span class="whole">rg-[^<]+<\/span> \(\d+\)<\/h3>/);
  });

  it('draws and tells every zone, subnet, endpoint and reach of a network, and shortens what would not fit', () => {
    const target = '/vaults/kv';
    const long = 'n'.repeat(80);
    const endpoint = { name: 'pep-kv', address: '10.9.0.4', state: 'Pending', target };
    const subnet = (name: string, endpoints = [endpoint]) => ({
      id: `/subnets/${name}`,
      name,
      range: '10.9.0.0/26',
      securityGroup: undefined,
      endpoints,
    });
    const stamp: StampView = {
      name: 'a/dev',
      directory: '',
      subscription: '',
      network: 'vnet',
      ranges: ['10.9.0.0/24'],
      subnets: [subnet('snet-pe'), subnet(long, [])],
      targets: [
        {
          id: target,
          name: 'kv',
          kind: 'Key vault',
          fqdn: '',
          isPublic: true,
          reachedFrom: ['snet-pe', long],
        },
      ],
      zones: ['one.example', 'two.example', 'three.example'],
    };
    const drawn = topology(stamp);
    for (const zone of stamp.zones) expect(drawn).toContain(`>${zone}<`);
    expect(drawn).toContain('10.9.0.4  Pending');
    expect(drawn).toContain('class="link cut"');
    expect(drawn).toContain('>reached by snet-pe,<');
    const texts = [...drawn.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text]) => text ?? '');
    expect(Math.max(...texts.map(({ length }) => length))).toBeLessThanOrEqual(48);
    expect(words(stamp)).toEqual([
      `Network vnet, 10.9.0.0/24, with the subnets snet-pe (10.9.0.0/26) and ${long} (10.9.0.0/26).`,
      'Names resolve by one.example, two.example and three.example.',
      `Key vault kv, public, at 10.9.0.4 (Pending), reached by snet-pe and ${long}.`,
    ]);
  });

  it('reads well by keyboard and aloud: a language, a way past the links, labels, pressed buttons', async () => {
    const { ask } = await open();
    const html = await (await ask('/')).text();
    expect(html).toContain('<html lang="en">');
    expect(html).toContain('class="skip"');
    expect(html).toMatch(/<label>[^<]*<input id="filter"/);
    expect(html.match(/aria-pressed="false"/g)).toHaveLength(preparedFaults.length);
    expect(html.match(/<h1/g)).toHaveLength(1);
    // Narrow screens show rows as blocks, which are rows of a table no more unless they say so.
    expect(html).toContain('<table role="table" aria-label="Requests">');
    expect(html.match(/<td(?! role="cell" data-column)/g)).toBeNull();
    // What scrolls by keyboard has a name.
    expect(html.match(/<pre(?! tabindex="0" role="region" aria-label="JSON of )/g)).toBeNull();
  });

  it('runs no script but its own, whatever is written into a resource', async () => {
    const { ask, network } = await open();
    const answer = await ask('/');
    const nonce = /script-src 'nonce-([^']+)'/.exec(answer.headers.get('content-security-policy') ?? '')?.[1];
    const html = await answer.text();
    expect([...html.matchAll(/<script[^>]*>/g)].map(([tag]) => tag)).toEqual([
      `<script type="module" nonce="${nonce}">`,
    ]);
    const id = encodeURIComponent(`${network}/virtualNetworks/vnet-page`);
    const shown = await ask(`/_sandbox/resource?id=${id}`);
    expect(shown.headers.get('content-type')).toContain('application/json');
    expect(await shown.json()).toMatchObject({ tags: { note: '<script>alert(1)</script>' } });
    expect((await ask('/_sandbox/resource?id=/nothing')).status).toBe(404);
  });

  it('switches a fault on and off, and it strikes once', async () => {
    const { ask, cloud, network } = await open();
    const set = (on: unknown, fault: unknown = 'conflict') =>
      ask('/_sandbox/faults', { method: 'POST', body: JSON.stringify({ fault, on }) });
    expect(await (await set(true)).json()).toEqual(['conflict']);
    expect(await (await set(false)).json()).toEqual([]);
    expect(await (await set(true)).json()).toEqual(['conflict']);
    const body = { properties: { addressPrefix: '10.9.0.64/26' } };
    const put = () => cloud.call('PUT', `${network}/virtualNetworks/vnet-page/subnets/snet-two`, body);
    expect((await put()).status).toBe(409);
    expect(await (await ask('/_sandbox/faults')).json()).toEqual([]);
    expect((await put()).status).toBe(201);
    expect((await set('yes')).status).toBe(400);
    expect((await set(true, 'nothing')).status).toBe(400);
  });

  it('tells of every request as it is answered', async () => {
    const { ask, log } = await open();
    const leaving = new AbortController();
    const reader = (await ask('/_sandbox/log', { signal: leaving.signal })).body?.getReader();
    const logged = {
      at: '2026-11-23T10:00:00.000Z',
      method: 'PUT',
      path: '/a',
      status: 409,
      code: 'Conflict',
    };
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe(': live\n\n');
    log.add(logged);
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe(
      `data: ${JSON.stringify(logged)}\n\n`,
    );
    leaving.abort();
    expect((await reader?.read())?.done).toBe(true);
    // Who listens later, or again, hears what he has missed.
    const later = (await ask('/_sandbox/log')).body?.getReader();
    await later?.read();
    expect(new TextDecoder().decode((await later?.read())?.value)).toBe(
      `data: ${JSON.stringify(logged)}\n\n`,
    );
    await later?.cancel();
    log.add(logged);
    expect(await (await ask('/')).text()).toContain('409 Conflict');
  });

  it('has an answer for the icon that browsers ask for, so that it is no refused request of ARM', async () => {
    const { ask } = await open();
    expect((await ask('/favicon.ico')).status).toBe(204);
  });

  it('listens to no other site that the browser shows', async () => {
    const { ask } = await open();
    const foreign = { method: 'POST', body: '{}', headers: { 'sec-fetch-site': 'cross-site' } };
    expect((await ask('/_sandbox/faults', foreign)).status).toBe(403);
  });
});
