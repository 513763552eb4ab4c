import { expect, test } from 'vitest';
import { type Estate, stampsOf } from '../../src/estate/estate.ts';
import { mistakesOf } from '../../src/estate/mistakes.ts';
import { type NameKey, named, nameMarks, namesOf } from '../../src/estate/naming.ts';
import { nameRules } from '../../src/facts/name-rules.ts';
import { drawnEstates } from '../kit/drawn-estates.ts';

const keys = Object.keys(named) as NameKey[];

test('every name of every estate follows the rule of its own type, and never holds two hyphens in a row', () => {
  for (const estate of drawnEstates) {
    const wrong = stampsOf(estate).flatMap((stamp) => {
      const names = namesOf(stamp);
      return keys.filter(
        (key) => !nameRules[named[key]].pattern.test(names[key]) || names[key].includes('--'),
      );
    });
    expect(wrong).toEqual([]);
  }
});

test('names that are unique in the world or in a subscription differ between stamps', () => {
  for (const estate of drawnEstates) {
    for (const key of keys.filter((each) => nameRules[named[each]].uniqueIn !== 'stamp')) {
      const taken = stampsOf(estate).map((stamp) => {
        const world = nameRules[named[key]].uniqueIn === 'world';
        return `${world ? '' : stamp.environment.subscriptionId} ${namesOf(stamp)[key].toLowerCase()}`;
      });
      expect(new Set(taken).size).toBe(taken.length);
    }
  }
});

test('globally unique names change with estate, subscription and generation, and with nothing else', () => {
  for (const estate of drawnEstates) {
    const vault = vaultOf(estate);
    expect(vaultOf({ ...estate, id: estate.id === 'aaaaaaaa' ? 'bbbbbbbb' : 'aaaaaaaa' })).not.toBe(vault);
    const generation = (estate.naming.generation % 999) + 1;
    expect(vaultOf({ ...estate, naming: { generation, overrides: {} } })).not.toBe(vault);
    expect(vaultOf({ ...estate, organisation: 'another', tags: {}, addressSpace: '10.0.0.0/9' })).toBe(vault);
  }
});

test('an override names its resource and no other', () => {
  for (const [index, estate] of drawnEstates.entries()) {
    const key = keys[index % keys.length];
    const [stamp] = stampsOf(estate);
    if (!stamp || !key) continue;
    const own =
      key === 'budget'
        ? `own-name-${nameMarks(stamp)[0]}`
        : /^(storage|rotationStorage)$/.test(key)
          ? 'ownname1'
          : 'own-name-1';
    const overridden = {
      ...estate,
      naming: { ...estate.naming, overrides: { [`${stamp.name}/${key}`]: own } },
    };
    const [after] = stampsOf(overridden);
    if (!after) continue;
    expect(namesOf(after)).toEqual({ ...namesOf(stamp), [key]: own });
    expect(mistakesOf(overridden)).toEqual([]);
  }
});

function vaultOf(estate: Estate): string | undefined {
  return stampsOf(estate).map((stamp) => namesOf(stamp).vault)[0];
}
