import { expect, it } from 'vitest';
import { kinds } from '../../src/azure/catalogue.ts';
import { runChecks } from '../../src/checks/index.ts';
import { estimate } from '../../src/cost/estimate.ts';
import { usageOfEstate } from '../../src/cost/usage-of-estate.ts';
import { makeDesign } from '../../src/design/make-design.ts';
import { shippedPrices } from '../../src/facts/prices.ts';
import { changesSomething } from '../../src/plan/irreversible.ts';
import { parseArmId } from '../../src/resource/arm-id.ts';
import { at } from '../../src/resource/json.ts';
import { observe } from '../../src/run/observe.ts';
import { Requests } from '../../src/run/requests.ts';
import { goodFacts } from '../checks/situation.ts';
import { aStamp, deployInProcess, destroyInProcess, planOf } from '../kit/deployment.ts';
import { encrypted } from '../kit/encrypted.ts';
import { copyOf } from '../kit/sweep.ts';
import { type TestCloud, testCloud } from '../kit/test-cloud.ts';

const plain = aStamp();
const stamp = encrypted(plain);
const design = makeDesign(stamp);
const keyId = design.resources.find(({ type }) => type === 'Microsoft.KeyVault/vaults/keys')?.id ?? '';
const accountId =
  design.resources.find(({ type }) => type === 'Microsoft.CognitiveServices/accounts')?.id ?? '';
const vaultId = keyId.replace(/\/keys\/.*/, '');

const cloud = testCloud();
const deployed = await deployInProcess(cloud, stamp);

async function failures(on: TestCloud): Promise<string[]> {
  const ports = { azure: await on.warm(design), kinds, requests: new Requests(on.clock) };
  const stamps = [
    {
      design,
      observed: await observe(design, ports),
      plan: await planOf(on, stamp),
      facts: goodFacts({ design }),
    },
  ];
  return runChecks('after', { estate: stamp.estate, stamps, today: '2026-11-23' })
    .filter(({ status, id }) => status === 'failed' || id === 'GT-CHECK-ENCRYPTION')
    .map(({ id, status, message }) => `${id} ${status}: ${message}`);
}

it('comes last and is announced: purge protection of its vault, then the account', () => {
  expect(deployed.result).toMatchObject({ outcome: 'succeeded' });
  expect(deployed.plan.pointOfNoReturn).toEqual([vaultId, accountId]);
  const ends = deployed.events.flatMap((event) => (event.event === 'action-done' ? [event.id] : []));
  expect(ends.slice(-2)).toEqual([vaultId, accountId]);
});

it('is in place, and the next plan finds nothing to do', async () => {
  const azure = await cloud.warm(design);
  const account = await kinds.get('Microsoft.CognitiveServices/accounts').read(azure, accountId);
  expect(at(account, '/properties/encryption')).toMatchObject({
    keySource: 'Microsoft.KeyVault',
    keyVaultProperties: {
      keyVaultUri: `https://${parseArmId(vaultId).name}.vault.azure.net/`,
      keyName: 'account',
    },
  });
  expect(at(account, '/properties/encryption/keyVaultProperties/keyVersion')).toBeUndefined();
  expect((await planOf(cloud, stamp)).actions.filter(changesSomething)).toEqual([]);
});

it('is proven with what was read, and missed where it is not', async () => {
  expect(await failures(cloud)).toEqual([
    expect.stringContaining('GT-CHECK-ENCRYPTION ok: Azure OpenAI account'),
    expect.stringContaining('GT-CHECK-ENCRYPTION ok: key account is enabled'),
    expect.stringContaining('GT-CHECK-ENCRYPTION ok: key account is rotated'),
  ]);
  const unencrypted = testCloud();
  await deployInProcess(unencrypted, plain);
  expect(await failures(unencrypted)).toEqual(
    expect.arrayContaining([expect.stringContaining("is encrypted with a key of Azure's")]),
  );
  // The plan that --fix shows mends it.
  const plan = await planOf(unencrypted, stamp);
  expect(plan.pointOfNoReturn).toEqual([vaultId, accountId]);
  expect((await deployInProcess(unencrypted, stamp)).result).toMatchObject({ outcome: 'succeeded' });
  expect((await planOf(unencrypted, stamp)).actions.filter(changesSomething)).toEqual([]);
});

it('costs what its rotation costs, a new version every 90 days', async () => {
  const usage = usageOfEstate(stamp.estate);
  const fx = { usdChf: '0.80', source: 'test', asOf: '2026-11-23' };
  const { lines } = estimate([design], { usage, prices: await shippedPrices(), fx, today: '2026-11-23' });
  const line = lines.find(({ meter }) => meter === 'Automated key rotation');
  // 730 hours ÷ 24 ÷ 90 days × 1 USD × 0.80
  expect(line).toMatchObject({ quantity: '0.337963', unitPrice: '1', monthly: { expected: '0.27' } });
});

it('can not be taken out of the file again: such a plan is blocked before anything is touched', async () => {
  const plan = await planOf(cloud, plain);
  const blocked = plan.actions.filter(({ action }) => action === 'blocked').map(({ id }) => id);
  expect(blocked).toContain(accountId);
});

it('a stamp that is taken down comes back with the key that its account needs', async () => {
  const again = copyOf(cloud);
  await destroyInProcess(again, stamp);
  const back = await deployInProcess(again, stamp);
  expect(back.result).toMatchObject({ outcome: 'succeeded' });
  expect((await planOf(again, stamp)).actions.filter(changesSomething)).toEqual([]);
});
