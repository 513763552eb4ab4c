import type { ResourceKind } from '../resource/kind.ts';

/** The URL path that lists all of a kind in a subscription, in a group or under a parent. */
export function collectionOf(kind: Pick<ResourceKind, 'type' | 'listQuery'>, parent: string): string {
  return kind.listQuery === undefined ? pathOf(kind, parent) : `${pathOf(kind, parent)}?${kind.listQuery}`;
}

function pathOf(kind: Pick<ResourceKind, 'type'>, parent: string): string {
  if (kind.type === 'Microsoft.Resources/resourceGroups') return `${parent}/resourcegroups`;
  const [namespace = '', ...types] = kind.type.split('/');
  return types.length > 1 ? `${parent}/${types.at(-1)}` : `${parent}/providers/${namespace}/${types[0]}`;
}
