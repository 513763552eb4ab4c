import { kinds } from '../../src/azure/catalogue.ts';
import { readFacts } from '../../src/azure/subscription.ts';
import { attestationResults } from '../../src/checks/attestations.ts';
import type { CheckResult } from '../../src/checks/check.ts';
import { runChecks } from '../../src/checks/index.ts';
import { existingIsolation } from '../../src/checks/isolation/of-estate.ts';
import { wantedFacts } from '../../src/checks/wanted-facts.ts';
import type { Design } from '../../src/design/design.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import { withoutReadOnly } from '../../src/plan/overlay.ts';
import type { StampPlan } from '../../src/plan/plan.ts';
import { parseArmId } from '../../src/resource/arm-id.ts';
import { observe } from '../../src/run/observe.ts';
import { Requests } from '../../src/run/requests.ts';
import type { TestCloud } from '../kit/test-cloud.ts';
import { designs, estate, type Hand, type Misconfiguration } from './misconfigurations.ts';

const today = '2026-11-23';

/** What verification says of what a misconfiguration is about, with all that it reads, and the plans that would mend it. */
export async function verified(
  cloud: TestCloud,
  { where, whole }: Pick<Misconfiguration, 'where' | 'whole'>,
): Promise<{ results: readonly CheckResult[]; plans: readonly StampPlan[] }> {
  const { keyed, keyless, shared } = designs;
  const wanted = whole ? [shared, keyed, keyless] : where === 'keyless' ? [keyless] : [shared, keyed];
  const looked = await Promise.all(wanted.map((design) => look(cloud, design)));
  const isolation = existingIsolation(
    estate,
    looked.filter(({ design }) => design !== shared),
  );
  return {
    results: [
      ...runChecks('after', { estate, stamps: looked, today, isolation }),
      ...attestationResults(estate, today),
    ],
    plans: looked.map(({ plan }) => plan),
  };
}

async function look(cloud: TestCloud, design: Design) {
  const azure = await cloud.warm(design);
  const observed = await observe(design, { azure, kinds, requests: new Requests(cloud.clock) });
  const plan = makePlan(design, observed, kinds, { adopt: false });
  const { token } = cloud.sandbox.token(design.directoryId);
  const wanted = wantedFacts(design, observed, kinds, { around: design !== designs.shared });
  const facts = await readFacts(azure, wanted, { token, read: (call) => call() });
  return { design, observed, plan, facts };
}

/** Plants a misconfiguration as a person with all rights would; false where Azure itself refuses it. */
export async function planted(cloud: TestCloud, { planted: plant }: Misconfiguration): Promise<boolean> {
  const isThere = await plant(handIn(cloud));
  // Long enough for Azure to evaluate its policies again.
  await cloud.clock.sleep(30 * 60_000);
  return isThere;
}

function handIn(cloud: TestCloud): Hand {
  const { directoryId } = designs.keyed;
  const { token } = cloud.sandbox.token(directoryId);
  const read: Hand['read'] = async (id) => {
    const azure = await cloud.warm({ subscriptionId: parseArmId(id).subscriptionId ?? '', directoryId });
    const body = await kinds.get(parseArmId(id).type).read(azure, id);
    if (!body) throw new Error(`${id} is not there`);
    return body;
  };
  const write: Hand['write'] = async (method, id, body, apiVersion) => {
    const { type } = parseArmId(id);
    const kind = kinds.all.find((each) => each.type === type) ?? foreign(type);
    const sent = body === undefined ? {} : { body: JSON.stringify(withoutReadOnly(body, kind)) };
    const answer = await cloud.sandbox.fetch(
      new Request(`https://management.azure.com${id}?api-version=${apiVersion ?? kind.apiVersion}`, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...sent,
      }),
    );
    return answer.status < 300;
  };
  return { read, write, wait: (days) => cloud.clock.sleep(days * 86_400_000) };
}

/** Types that no design has: an exemption comes with its version, a connection has that of what it leads to. */
function foreign(type: string): { apiVersion: string; readOnly: readonly string[] } {
  const parent = kinds.all.find((each) => each.type === type.split('/').slice(0, 2).join('/'));
  return { apiVersion: parent?.apiVersion ?? '', readOnly: [] };
}
