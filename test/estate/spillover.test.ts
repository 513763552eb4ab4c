import { expect, it } from 'vitest';
import type { ModelDeployment, Stamp } from '../../src/estate/estate.ts';
import { mistakesOf } from '../../src/estate/mistakes.ts';
import { changesSomething } from '../../src/plan/irreversible.ts';
import { at } from '../../src/resource/json.ts';
import { aStamp, deployInProcess, planOf } from '../kit/deployment.ts';
import { testCloud } from '../kit/test-cloud.ts';

const usual = aStamp();
const [standard] = usual.environment.models as [ModelDeployment];
const units: ModelDeployment = {
  ...standard,
  name: 'units',
  deploymentType: 'DataZoneProvisionedManaged',
  capacity: 15,
};

function stampOf(...models: ModelDeployment[]): Stamp {
  const environment = { ...usual.environment, models };
  const tenant = { ...usual.tenant, environments: [environment] };
  return { ...usual, environment, tenant, estate: { ...usual.estate, tenants: [tenant] } };
}

it.each<[string, ModelDeployment[], string]>([
  ['of a standard deployment', [{ ...standard, spillover: standard.name }], 'no units'],
  ['into what is not there', [standard, { ...units, spillover: 'none' }], standard.name],
  [
    'into another place of processing',
    [
      { ...standard, deploymentType: 'GlobalStandard' },
      { ...units, spillover: standard.name },
    ],
    'DataZoneStandard',
  ],
  [
    'into another version',
    [
      { ...standard, version: '1' },
      { ...units, spillover: standard.name },
    ],
    standard.model,
  ],
])('spill-over %s is a mistake that says what is allowed', (_what, models, told) => {
  const found = mistakesOf(stampOf(...models).estate).filter(({ path }) => path.includes('spillover'));
  expect(found).toHaveLength(1);
  expect(`${found[0]?.why} ${found[0]?.next}`).toContain(told);
});

it('spill-over is deployed after what takes it, found to be as designed, and taken away again', async () => {
  const cloud = testCloud();
  const spilling = stampOf(standard, { ...units, spillover: standard.name });
  expect(mistakesOf(spilling.estate)).toEqual([]);
  expect((await deployInProcess(cloud, spilling)).result).toMatchObject({ outcome: 'succeeded' });
  expect((await planOf(cloud, spilling)).actions.filter(changesSomething)).toEqual([]);

  const without = stampOf(standard, units);
  const changes = (await planOf(cloud, without)).actions.filter(changesSomething);
  expect(changes.map((action) => action.changes)).toEqual([
    [{ path: '/properties/spilloverDeploymentName', before: standard.name, after: undefined }],
  ]);
  expect(changes.every(({ body }) => at(body, '/properties/spilloverDeploymentName') === undefined)).toBe(
    true,
  );
  expect((await deployInProcess(cloud, without)).result).toMatchObject({ outcome: 'succeeded' });
  expect((await planOf(cloud, without)).actions.filter(changesSomething)).toEqual([]);
});

it('quota beyond the capacity is asked for by the file alone', async () => {
  const cloud = testCloud();
  const { environment } = usual;
  const tenant = { ...usual.tenant, environments: [{ ...environment, dynamicQuota: true as const }] };
  const more: Stamp = {
    ...usual,
    environment: { ...environment, dynamicQuota: true },
    tenant,
    estate: { ...usual.estate, tenants: [tenant] },
  };
  expect((await deployInProcess(cloud, more)).result).toMatchObject({ outcome: 'succeeded' });
  const changes = (await planOf(cloud, usual)).actions
    .filter(changesSomething)
    .flatMap((each) => each.changes);
  expect(changes).toEqual([{ path: '/properties/dynamicThrottlingEnabled', before: true, after: false }]);
});
