import { makeDesign } from '../../src/design/make-design.ts';
import type { JsonObject } from '../../src/resource/json.ts';
import { registered } from '../kit/deployment.ts';
import { type TestCloud, testCloud } from '../kit/test-cloud.ts';
import { copyWith } from '../run/running.ts';
import { richStamp } from '../sweep/stamps.ts';

const design = makeDesign(richStamp());
const ours = {
  'gotthard-estate': design.estateId,
  'gotthard-stamp': `${design.tenant}/${design.environment}`,
};
const group = `/subscriptions/${design.subscriptionId}/resourceGroups/rg-main-dev-look-alike`;

/** Resources of others that look like ours: our names, half of our marks, the estate's other stamp. */
const lookAlikes: readonly (readonly [type: string, id: string, body: JsonObject])[] = [
  ['Microsoft.Resources/resourceGroups', group, { tags: { ...ours, 'gotthard-estate': 'another1' } }],
  ...['networkSecurityGroups', 'routeTables'].map(
    (type, index) =>
      [
        `Microsoft.Network/${type}`,
        `${group}/providers/Microsoft.Network/${type}/${nameOf(`Microsoft.Network/${type}`)}`,
        { tags: index === 0 ? { ...ours, 'gotthard-stamp': 'main/prod' } : {} },
      ] as const,
  ),
  [
    'Microsoft.ManagedIdentity/userAssignedIdentities',
    `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${nameOf('Microsoft.ManagedIdentity/userAssignedIdentities')}`,
    { tags: { 'gotthard-stamp': ours['gotthard-stamp'] } },
  ],
];

/** A cloud in which others have what looks like ours, and nothing of ours exists yet. */
export async function cloudWithLookAlikes(): Promise<TestCloud> {
  const cloud = copyWith(testCloud(), design, async () => undefined);
  await registered(cloud, design);
  for (const [type, id, body] of lookAlikes) {
    await cloud.somebody.put(type, id, () => ({ location: design.region, ...body }));
  }
  await cloud.clock.sleep(60_000);
  return cloud;
}

/** Every byte that the cloud keeps of them, revisions and times included. */
export function lookAlikesIn({ sandbox }: TestCloud): string {
  return sandbox.look((world) => JSON.stringify(lookAlikes.map(([, id]) => world.find(id))));
}

function nameOf(type: string): string {
  const found = design.resources.find((each) => each.type === type);
  if (!found) throw new Error(`the design has no ${type}`);
  return found.id.split('/').at(-1) ?? '';
}
