import { afterAll, describe, expect, it } from 'vitest';
import { aStamp, everything } from '../kit/deployment.ts';
import { encrypted } from '../kit/encrypted.ts';
import { integrated } from '../kit/integrated.ts';
import { rotated } from '../kit/rotated.ts';
import { sampled, scenario, seed, targetName } from '../kit/sweep.ts';
import { eachFault } from './each-fault.ts';
import { judged, Tally } from './judge.ts';
import { changedStamp, richStamp, sharedOf } from './stamps.ts';

const keyed = aStamp({ authentication: 'keys' });
const scenarios = await Promise.all([
  scenario('a first deployment', aStamp()),
  scenario(
    'a production deployment with groups, keys, their rotation, encryption, a database and a budget',
    rotated(integrated(encrypted(aStamp(everything)))),
  ),
  scenario('a change of everything that can change', changedStamp(), richStamp()),
  scenario('a function for keys that is taken away', keyed, rotated(keyed)),
  scenario(
    'what a subscription shares',
    sharedOf(['ai', 'keyVault', 'resourceManager', 'storage'], { activityLog: true }),
  ),
  scenario(
    'a change of what a subscription shares',
    sharedOf(['ai', 'storage'], { activityLog: true, turnedOn: ['AI', 'KeyVaults'] }),
    sharedOf(['ai', 'keyVault'], { activityLog: false }),
  ),
]);

const cases = scenarios.flatMap((given) =>
  given.requests.flatMap((target, index) =>
    Object.entries(eachFault).map(([fault, aim]) => ({ given, target, n: index + 1, fault, aim })),
  ),
);
const chosen = sampled(cases, 14);
const sweeps = scenarios.flatMap((given) =>
  Object.keys(eachFault).map((fault) => {
    const at = chosen.filter((one) => one.given === given && one.fault === fault);
    return [given.name, fault, at] as const;
  }),
);

const tally = new Tally();
afterAll(() => void process.stdout.write(`failure sweep: ${tally}\n`));

describe(`whichever request meets a fault (seed ${seed})`, () => {
  it.each(sweeps.filter(([, , at]) => at.length > 0))(
    '%s succeeds, or leaves no trace, or is kept to be finished: %s',
    async (_given, _fault, at) => {
      const wrong: string[] = [];
      for (const { given, target, n, fault, aim } of at) {
        const verdict = await judged(given, aim(target), target);
        tally.add(verdict);
        const { outcome, leak, foreign, allowed, failure, struck } = verdict;
        if (allowed && leak === undefined && foreign.length === 0 && struck) continue;
        const what = `${fault} at request ${n} of ${given.requests.length}, ${targetName(target)}`;
        const how = struck ? outcome : `${outcome}, without having met it`;
        wrong.push([`${what}: ${how} ${failure}`, ...foreign, leak ?? ''].join('\n'));
      }
      expect(wrong).toEqual([]);
    },
    3_600_000,
  );
});
