import { keyOf, parseId } from '../arm-id.ts';
import type { Fault } from '../faults.ts';
import type { Stored, World } from '../provider.ts';
import { directories, subscriptions } from '../seed-directories.ts';
import { escaped } from './markup.ts';
import { preparedFaults } from './prepared-faults.ts';
import type { Logged } from './request-log.ts';
import { script } from './script.ts';
import { style } from './style.ts';
import { describe, topology } from './topology.ts';
import { type StampView, stampViews } from './view.ts';

/** The whole page: tenants, topology, resources, requests, faults. `nonce` lets its own script and style run. */
export function page(
  world: World,
  given: { readonly nonce: string; readonly log: readonly Logged[]; readonly pending: readonly Fault[] },
): string {
  const stamps = stampViews(world);
  const resources = resourcesOf(world);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Gotthard sandbox</title>
<style nonce="${given.nonce}">${style}</style>
</head>
<body>
<a class="skip" href="#tenants">To the content</a>
<header><h1>Gotthard sandbox</h1>
<p>A simulator of Azure Resource Manager on this machine. Nothing here is in Azure, and nothing is billed.</p></header>
<nav aria-label="Parts of this page">${['tenants', 'topology', 'resources', 'requests', 'faults']
    .map((part) => `<a href="#${part}">${part[0]?.toUpperCase()}${part.slice(1)}</a>`)
    .join('')}</nav>
<main>
<h2 id="tenants">Tenants</h2>
${tenants(world, stamps)}
<h2 id="topology">Topology</h2>
${drawings(stamps)}
<h2 id="resources">Resources (${resources.length})</h2>
${list(resources)}
<h2 id="requests">Requests</h2>
${requests(given.log)}
<h2 id="faults">Faults</h2>
${faults(given.pending)}
</main>
<script type="module" nonce="${given.nonce}">${script}</script>
</body>
</html>
`;
}

function tenants(world: World, stamps: readonly StampView[]): string {
  const groups = world.all('Microsoft.Resources/resourceGroups');
  const rows = subscriptions.map((subscription) => {
    const own = stamps.filter((stamp) => stamp.subscription.toLowerCase() === subscription.id);
    const count = groups.filter(
      (group) => parseId(group.id)?.subscription?.toLowerCase() === subscription.id,
    );
    const directory = directories.find(({ id }) => id === subscription.directoryId);
    return `<tr><td>${escaped(directory?.displayName ?? '')}</td><td>${escaped(subscription.displayName)}<br><span class="hint">${subscription.id}</span></td><td>${escaped(subscription.state)}</td><td>${count.length}</td><td>${escaped(own.map(({ name }) => name).join(', ') || '–')}</td></tr>`;
  });
  return `<div class="scroll"><table><thead><tr><th scope="col">Directory</th><th scope="col">Subscription</th><th scope="col">State</th><th scope="col">Groups</th><th scope="col">Networks of</th></tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}

function drawings(stamps: readonly StampView[]): string {
  if (stamps.length === 0) return '<p>There is no virtual network.</p>';
  return `<div class="stamps">${stamps
    .map(
      (stamp) =>
        `<section class="stamp" aria-label="${escaped(stamp.name)}"><h3>${escaped(stamp.name)}</h3>${topology(stamp)}<p>${escaped(describe(stamp))}</p></section>`,
    )
    .join('\n')}</div>`;
}

/** Everything but the pieces that the service makes for itself. */
function resourcesOf(world: World): Stored[] {
  const inner = /\/(?:privateDnsZones\/SOA|privateEndpointConnections|networkInterfaces)$/i;
  const scopes = subscriptions.map(({ id }) => `/subscriptions/${id}`);
  return scopes
    .flatMap((scope) => world.under(scope))
    .filter((record) => !inner.test(record.type))
    .sort((a, b) => (keyOf(a.id) < keyOf(b.id) ? -1 : 1));
}

function list(resources: readonly Stored[]): string {
  const entries = resources.map(
    (record) =>
      `<details data-id="${escaped(record.id)}"><summary>${escaped(record.name)} <span class="type">${escaped(record.type)}</span></summary><p class="hint">${escaped(record.id)}</p><pre tabindex="0"></pre></details>`,
  );
  return `<p><label>Filter by name, type or group <input id="filter" type="search" autocomplete="off"></label> <span id="shown" class="hint" role="status"></span></p>
<div id="list">${entries.join('\n')}</div>`;
}

function requests(log: readonly Logged[]): string {
  const rows = [...log].reverse().map(requestRow);
  return `<p class="hint" id="live" role="status">Requests to this server, the newest first.</p>
<div class="scroll"><table><thead><tr><th scope="col">Time</th><th scope="col">Method</th><th scope="col">Path</th><th scope="col">Answer</th></tr></thead><tbody id="log">${rows.join('')}</tbody></table></div>`;
}

function requestRow({ at, method, path, status, code }: Logged): string {
  const shown = status === null ? 'connection lost' : `${status}${code === undefined ? '' : ` ${code}`}`;
  return `<tr><td>${escaped(at.slice(11, 19))}</td><td>${escaped(method)}</td><td>${escaped(path)}</td><td class="status-${String(status ?? 0)[0]}">${escaped(shown)}</td></tr>`;
}

function faults(pending: readonly Fault[]): string {
  const buttons = preparedFaults.map(
    ({ key, label, fault }) =>
      `<button type="button" data-fault="${key}" aria-pressed="${pending.includes(fault)}">${escaped(label)}</button>`,
  );
  return `<p class="hint">Each strikes once, at this server, and goes off by itself.</p><div class="faults">${buttons.join('')}</div>`;
}
