import { escaped, shortened } from './markup.ts';
import type { EndpointView, StampView, SubnetView, TargetView } from './view.ts';

// One column, as wide as a telephone: at that width letters are as large as those of the text around them.
const width = 360;
const box = { x: 14, width: 300 };
const network = { x: 4, width: 320 };
const rowHeight = 38;
const gap = 10;
const line = 15;

interface Place {
  readonly y: number;
  readonly height: number;
}

interface Placed<T> {
  readonly item: T;
  readonly place: Place;
}

/** A network as SVG: its subnets with their endpoints, its zones, and beneath it what the endpoints lead to. */
export function topology(stamp: StampView): string {
  const subnets = stacked(stamp.subnets, (subnet) => 44 + subnet.endpoints.length * rowHeight, 62);
  const zones = stamp.zones.length > 0 ? ['names resolve by', ...stamp.zones] : ['no private names'];
  const zonesAt = below(subnets, 62) + line;
  const networkEnd = zonesAt + zones.length * line;
  const targets = stacked(stamp.targets, (target) => 44 + reachLines(target).length * line, networkEnd + 18);
  const height = below(targets, networkEnd + gap);
  return [
    `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(`Drawing of ${stamp.name}, told in words below`)}">`,
    `<rect class="network" x="${network.x}" y="4" width="${network.width}" height="${networkEnd - 4}" rx="8"/>`,
    text('title', box.x, 26, shortened(stamp.network, 40)),
    text('note', box.x, 44, shortened(stamp.ranges.join(', '), 48)),
    ...subnets.map(subnetBox),
    ...zones.map((zone, index) => text('note', box.x, zonesAt + index * line, shortened(zone, 48))),
    ...targets.map(targetBox),
    ...arrows(subnets, targets),
    '</svg>',
  ].join('\n');
}

function stacked<T>(items: readonly T[], heightOf: (item: T) => number, top: number): Placed<T>[] {
  let y = top;
  return items.map((item) => {
    const place: Place = { y, height: heightOf(item) };
    y += place.height + gap;
    return { item, place };
  });
}

function below(placed: readonly Placed<unknown>[], top: number): number {
  const last = placed.at(-1)?.place;
  return last === undefined ? top : last.y + last.height + gap;
}

function text(name: string, x: number, y: number, said: string): string {
  return `<text class="${name}" x="${x}" y="${y}">${escaped(said)}</text>`;
}

function subnetBox({ item: subnet, place: { y, height } }: Placed<SubnetView>): string {
  return [
    `<rect class="subnet" x="${box.x}" y="${y}" width="${box.width}" height="${height}" rx="5"/>`,
    text('name', box.x + 10, y + 18, shortened(subnet.name, 22)),
    text('note end', box.x + box.width - 10, y + 18, subnet.range),
    text('note', box.x + 10, y + 34, shortened(subnet.securityGroup ?? 'no security group', 44)),
    ...subnet.endpoints.map((endpoint, index) => endpointBox(endpoint, y + 42 + index * rowHeight)),
  ].join('\n');
}

function endpointBox({ name, address, state }: EndpointView, y: number): string {
  return [
    `<rect class="endpoint" x="${box.x + 10}" y="${y}" width="${box.width - 20}" height="${rowHeight - 5}" rx="4"/>`,
    text('note', box.x + 18, y + 14, shortened(name, 40)),
    text('note', box.x + 18, y + 27, state === 'Approved' ? address : `${address}  ${state}`),
  ].join('');
}

function targetBox({ item: target, place: { y, height } }: Placed<TargetView>): string {
  return [
    `<rect class="${target.isPublic ? 'target open' : 'target'}" x="${network.x}" y="${y}" width="${network.width}" height="${height}" rx="5"/>`,
    text('name', box.x, y + 18, shortened(target.name, 38)),
    text('note', box.x, y + 34, `${target.kind}, ${target.isPublic ? 'public' : 'private'}`),
    ...reachLines(target).map((said, index) => text('note', box.x, y + 49 + index * line, said)),
  ].join('\n');
}

/** Who reaches a target, in lines that fit its box. */
function reachLines(target: TargetView): string[] {
  if (target.reachedFrom.length === 0) return ['reached by no subnet'];
  const lines: string[] = [];
  let current = 'reached by';
  for (const [index, name] of target.reachedFrom.entries()) {
    const word = `${shortened(name, 40)}${index < target.reachedFrom.length - 1 ? ',' : ''}`;
    if (current.length + 1 + word.length <= 46) current += ` ${word}`;
    else {
      lines.push(current);
      current = word;
    }
  }
  return [...lines, current];
}

/** From each endpoint to what it leads to, in lanes on the right. */
function arrows(subnets: readonly Placed<SubnetView>[], targets: readonly Placed<TargetView>[]): string[] {
  const drawn = subnets.flatMap(({ item, place }) =>
    item.endpoints.flatMap((endpoint, index) => {
      const target = targets.find((one) => one.item.id.toLowerCase() === endpoint.target.toLowerCase());
      if (target === undefined) return [];
      const from = place.y + 42 + index * rowHeight + (rowHeight - 5) / 2;
      return [{ from, to: target.place.y + 18, cut: endpoint.state !== 'Approved' }];
    }),
  );
  return drawn.map(({ from, to, cut }, index) => {
    const lane = width - 4 - (index % 3) * 8;
    const [start, end] = [box.x + box.width - 10, network.x + network.width];
    return [
      `<path class="link${cut ? ' cut' : ''}" d="M${start} ${from} H${lane - 6} q6 0 6 6 V${to - 6} q0 6 -6 6 H${end + 6}"/>`,
      `<path class="head${cut ? ' cut' : ''}" d="M${end} ${to} l8 -4 v8 z"/>`,
    ].join('');
  });
}
