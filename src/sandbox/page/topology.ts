import { escaped, shortened } from './markup.ts';
import type { StampView, SubnetView, TargetView } from './view.ts';

const width = 760;
const left = { x: 20, width: 420 };
const right = { x: 540, width: 200 };
const rowHeight = 24;
const gap = 12;

interface Placed {
  readonly y: number;
  readonly height: number;
}

/** A network as SVG: its subnets with their endpoints, what these lead to, and which subnets get through. */
export function topology(stamp: StampView): string {
  const subnets = stacked(stamp.subnets, (subnet) => 40 + subnet.endpoints.length * rowHeight, 70);
  const targets = stacked(stamp.targets, (target) => 62 + Math.ceil(target.reachedFrom.length / 3) * 16, 70);
  const bottom = Math.max(...[...subnets, ...targets].map(({ place }) => place.y + place.height), 110);
  const height = bottom + 34;
  const title = `${stamp.name}: ${describe(stamp)}`;
  return [
    `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title)}">`,
    `<rect class="network" x="8" y="8" width="${left.width + 24}" height="${height - 16}" rx="8"/>`,
    `<text class="title" x="${left.x}" y="32">${escaped(shortened(stamp.network, 40))}</text>`,
    `<text class="note" x="${left.x}" y="50">${escaped(stamp.ranges.join(', '))}</text>`,
    ...arrows(subnets, targets),
    ...subnets.map(({ item, place }) => subnetBox(item, place)),
    ...targets.map(({ item, place }) => targetBox(item, place)),
    `<text class="note" x="${right.x}" y="32">${escaped(stamp.zones.length > 0 ? 'names resolve by' : 'no private names')}</text>`,
    ...stamp.zones
      .slice(0, 2)
      .map(
        (zone, index) =>
          `<text class="note" x="${right.x}" y="${46 + index * 14}">${escaped(shortened(zone, 30))}</text>`,
      ),
    '</svg>',
  ].join('\n');
}

function stacked<T>(items: readonly T[], heightOf: (item: T) => number, top: number) {
  let y = top;
  return items.map((item) => {
    const place: Placed = { y, height: heightOf(item) };
    y += place.height + gap;
    return { item, place };
  });
}

function subnetBox(subnet: SubnetView, { y, height }: Placed): string {
  const group = subnet.securityGroup ?? 'no security group';
  return [
    `<rect class="subnet" x="${left.x}" y="${y}" width="${left.width}" height="${height}" rx="5"/>`,
    `<text x="${left.x + 10}" y="${y + 18}">${escaped(shortened(subnet.name, 26))}</text>`,
    `<text class="note" x="${left.x + 10}" y="${y + 33}">${escaped(`${subnet.range}  ·  ${shortened(group, 30)}`)}</text>`,
    ...subnet.endpoints.map((endpoint, index) => {
      const row = y + 40 + index * rowHeight;
      const state = endpoint.state === 'Approved' ? '' : `  ${endpoint.state}`;
      return [
        `<rect class="endpoint" x="${left.x + 10}" y="${row}" width="${left.width - 20}" height="${rowHeight - 5}" rx="4"/>`,
        `<text class="small" x="${left.x + 18}" y="${row + 14}">${escaped(`${shortened(endpoint.name, 34)}  ${endpoint.address}${state}`)}</text>`,
      ].join('');
    }),
  ].join('\n');
}

function targetBox(target: TargetView, { y, height }: Placed): string {
  const reached = target.reachedFrom.length === 0 ? ['reached by no subnet'] : inThrees(target.reachedFrom);
  return [
    `<rect class="${target.isPublic ? 'target open' : 'target'}" x="${right.x}" y="${y}" width="${right.width}" height="${height}" rx="5"/>`,
    `<text x="${right.x + 10}" y="${y + 18}">${escaped(shortened(target.name, 24))}</text>`,
    `<text class="note" x="${right.x + 10}" y="${y + 33}">${escaped(`${target.kind}, ${target.isPublic ? 'public' : 'private'}`)}</text>`,
    ...reached.map(
      (line, index) =>
        `<text class="small" x="${right.x + 10}" y="${y + 52 + index * 16}">${escaped(line)}</text>`,
    ),
  ].join('\n');
}

function inThrees(names: readonly string[]): string[] {
  const lines: string[] = [];
  for (let index = 0; index < names.length; index += 3) lines.push(names.slice(index, index + 3).join(', '));
  return lines.map((line, index) => (index === 0 ? `← ${line}` : `   ${line}`));
}

/** From each endpoint to what it leads to. */
function arrows(
  subnets: readonly { item: SubnetView; place: Placed }[],
  targets: readonly { item: TargetView; place: Placed }[],
): string[] {
  return subnets.flatMap(({ item, place }) =>
    item.endpoints.flatMap((endpoint, index) => {
      const target = targets.find((one) => one.item.id.toLowerCase() === endpoint.target.toLowerCase());
      if (target === undefined) return [];
      const from = place.y + 40 + index * rowHeight + (rowHeight - 5) / 2;
      const to = target.place.y + 20;
      const [x1, x2] = [left.x + left.width - 10, right.x];
      const middle = (x1 + x2) / 2 + 20;
      return [
        `<path class="${endpoint.state === 'Approved' ? 'link' : 'link cut'}" d="M${x1} ${from} C${middle} ${from} ${middle} ${to} ${x2} ${to}"/>`,
      ];
    }),
  );
}

/** The same in words, for those who don't see the drawing. */
export function describe(stamp: StampView): string {
  const parts = stamp.targets.map((target) => {
    const from = target.reachedFrom.length > 0 ? target.reachedFrom.join(', ') : 'no subnet';
    return `${target.kind} ${target.name}, ${target.isPublic ? 'public' : 'private'}, reached from ${from}`;
  });
  return `network ${stamp.network} with ${stamp.subnets.length} subnets; ${parts.join('; ') || 'no endpoints'}.`;
}
