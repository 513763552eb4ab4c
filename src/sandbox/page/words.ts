import type { StampView, TargetView } from './view.ts';

/** What a drawing shows, sentence by sentence, for those who don't see it. */
export function words(stamp: StampView): string[] {
  const subnets = stamp.subnets.map(({ name, range }) => `${name} (${range})`);
  return [
    `Network ${stamp.network}, ${stamp.ranges.join(', ')}, ${subnets.length > 0 ? `with the subnets ${listed(subnets)}` : 'without subnets'}.`,
    stamp.zones.length > 0 ? `Names resolve by ${listed(stamp.zones)}.` : 'It has no private names.',
    ...(stamp.targets.length > 0
      ? stamp.targets.map((target) => reach(stamp, target))
      : ['It has no private endpoints.']),
  ];
}

function reach(stamp: StampView, target: TargetView): string {
  const endpoints = stamp.subnets
    .flatMap((subnet) => subnet.endpoints)
    .filter((endpoint) => endpoint.target.toLowerCase() === target.id.toLowerCase())
    .map(({ address, state }) => (state === 'Approved' ? address : `${address} (${state})`));
  const from = target.reachedFrom.length > 0 ? listed(target.reachedFrom) : 'no subnet';
  return `${target.kind} ${target.name}, ${target.isPublic ? 'public' : 'private'}, at ${listed(endpoints)}, reached by ${from}.`;
}

function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}
