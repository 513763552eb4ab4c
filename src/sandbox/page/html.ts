import { keyOf, parseId } from '../arm-id.ts';
import type { Fault } from '../faults.ts';
import type { Stored, World } from '../provider.ts';
import { directories } from '../seed-directories.ts';
import { breakable, escaped, table } from './markup.ts';
import { preparedFaults } from './prepared-faults.ts';
import type { Logged } from './request-log.ts';
import { requestsHint, script } from './script.ts';
import { style } from './style.ts';
import { topology } from './topology.ts';
import { type StampView, stampViews } from './view.ts';
import { words } from './words.ts';

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
<p class="hint">Requests and faults are shown as they happen, everything else as it was when this page was loaded.</p>
<h2 id="tenants">Tenants</h2>
${tenants(world, stamps)}
<h2 id="topology">Topology</h2>
${drawings(stamps)}
<h2 id="resources">Resources (${resources.length})</h2>
${list(world, resources)}
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
  const rows = world.subscriptions().map((subscription) => {
    const own = stamps.filter((stamp) => stamp.subscription.toLowerCase() === subscription.id);
    const count = groups.filter(
      (group) => parseId(group.id)?.subscription?.toLowerCase() === subscription.id,
    );
    const directory = directories.find(({ id }) => id === subscription.directoryId);
    return [
      escaped(directory?.displayName ?? ''),
      `${escaped(subscription.displayName)}<br><span class="hint whole">${subscription.id}</span>`,
      escaped(subscription.state),
      String(count.length),
      escaped(own.map(({ name }) => name).join(', ') || '–'),
    ];
  });
  return table('Tenants', ['Directory', 'Subscription', 'State', 'Groups', 'Networks of'], rows);
}

function drawings(stamps: readonly StampView[]): string {
  if (stamps.length === 0) return '<p>There is no virtual network.</p>';
  return `<div class="stamps">${stamps
    .map(
      (stamp) =>
        `<section class="stamp" aria-label="${escaped(stamp.name)}"><h3>${escaped(stamp.name)}</h3>${topology(stamp)}<ul>${words(
          stamp,
        )
          .map((sentence) => `<li>${escaped(sentence)}</li>`)
          .join('')}</ul></section>`,
    )
    .join('\n')}</div>`;
}

/** Everything but the pieces that the service makes for itself. */
function resourcesOf(world: World): Stored[] {
  const inner = /\/(?:privateDnsZones\/SOA|privateEndpointConnections|networkInterfaces)$/i;
  const scopes = world.subscriptions().map(({ id }) => `/subscriptions/${id}`);
  return scopes
    .flatMap((scope) => world.under(scope))
    .filter((record) => !inner.test(record.type))
    .sort((a, b) => (keyOf(a.id) < keyOf(b.id) ? -1 : 1));
}

function list(world: World, resources: readonly Stored[]): string {
  const groups = new Map<string, Stored[]>();
  for (const record of resources) {
    const name = groupOf(world, record);
    groups.set(name, [...(groups.get(name) ?? []), record]);
  }
  const sections = [...groups].map(
    ([name, records]) =>
      `<section class="group"><h3>${breakable(name)} (${records.length})</h3>${records.map(entry).join('\n')}</section>`,
  );
  return `<p><label>Filter by name, type or group <input id="filter" type="search" autocomplete="off"></label> <span id="shown" class="hint" role="status"></span></p>
<div id="list">${sections.join('\n')}</div>`;
}

/** `subscription/group`, or the subscription alone for what stands in no group. */
function groupOf(world: World, { id }: Stored): string {
  const parsed = parseId(id);
  const subscription = world.subscription(parsed?.subscription ?? '');
  const group = /^\/subscriptions\/[^/]+\/resourceGroups\/([^/]+)/i.exec(id)?.[1];
  const name = subscription?.displayName ?? '';
  return group === undefined ? name : `${name}/${group.toLowerCase()}`;
}

function entry({ id, name, type }: Stored): string {
  return `<details data-id="${escaped(id)}"><summary>${escaped(name)} <span class="type">${breakable(type)}</span></summary><p class="hint">${breakable(id)}</p><pre tabindex="0" role="region" aria-label="JSON of ${escaped(name)}"></pre></details>`;
}

function requests(log: readonly Logged[]): string {
  const rows = [...log].reverse().map(requestRow);
  return `<p class="hint" id="live" role="status">${requestsHint}</p>
${table('Requests', ['Time', 'Method', 'Path', 'Answer'], rows, 'log')}`;
}

function requestRow({ at, method, path, status, code }: Logged): string[] {
  const shown = status === null ? 'connection lost' : `${status}${code === undefined ? '' : ` ${code}`}`;
  return [
    escaped(at.slice(11, 19)),
    escaped(method),
    breakable(path),
    `<span class="status-${String(status ?? 0)[0]}">${escaped(shown)}</span>`,
  ];
}

function faults(pending: readonly Fault[]): string {
  const buttons = preparedFaults.map(
    ({ key, label, fault }) =>
      `<button type="button" data-fault="${key}" aria-pressed="${pending.includes(fault)}">${escaped(label)}</button>`,
  );
  return `<p class="hint">Each goes off by the next request at this server that it fits; of several that fit, the first one strikes.</p>
<div class="faults">${buttons.join('')}</div>`;
}
