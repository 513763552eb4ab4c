import { kinds } from '../../src/azure/catalogue.ts';
import type { Design } from '../../src/design/design.ts';
import { makeDesign } from '../../src/design/make-design.ts';
import { withoutReadOnly } from '../../src/plan/overlay.ts';
import type { StampPlan } from '../../src/plan/plan.ts';
import { parseArmId } from '../../src/resource/arm-id.ts';
import type { JsonObject } from '../../src/resource/json.ts';
import type { AzureCalls } from '../../src/resource/kind.ts';
import { type Journal, type JournalEntry, stateOf } from '../../src/run/journal.ts';
import { Requests } from '../../src/run/requests.ts';
import { type RunPorts, runPlan } from '../../src/run/run.ts';
import { untilDone, untilReady } from '../../src/run/settle.ts';
import { cloneSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { alone } from '../conformance/quartet.ts';
import { planOf } from '../kit/deployment.ts';
import { type TestCloud, testCloud } from '../kit/test-cloud.ts';
import { richStamp } from '../sweep/stamps.ts';

const whole = makeDesign(richStamp());

/** The first resource of a type, with nothing but what it depends on. */
export function designOf(type: string): Design {
  const resource = whole.resources.find((each) => each.type === type);
  if (!resource) throw new Error(`the design has no ${type}`);
  return alone(whole, resource);
}

/** The id of the resource of a type. */
export function idOf(design: Design, type: string): string {
  const resource = design.resources.find((each) => each.type === type);
  if (!resource) throw new Error(`the design has no ${type}`);
  return resource.id;
}

/** A design with another body of one resource. */
export function withBody(design: Design, id: string, change: (body: JsonObject) => JsonObject): Design {
  const resources = design.resources.map((each) =>
    each.id === id ? { ...each, body: change(each.body) } : each,
  );
  return { ...design, resources };
}

/** A body with one more tag. */
export function tagged(body: JsonObject, name: string, value = 'here'): JsonObject {
  return { ...body, tags: { ...(body['tags'] as JsonObject), [name]: value } };
}

/** A journal in memory. */
export function journalIn(entries: JournalEntry[]): Journal {
  return { runId: 'run-of-a-test', append: async (entry) => void entries.push(entry) };
}

/** What a run on a test cloud works with. A failure is undone unless something else is decided. */
export function portsOn(
  cloud: TestCloud,
  plan: StampPlan,
  journal: Journal,
  other: Partial<RunPorts> = {},
): RunPorts {
  return {
    azure: cloud.session(plan),
    kinds,
    requests: new Requests(cloud.clock),
    journal,
    mayWrite: async () => undefined,
    emit: () => undefined,
    decide: async () => 'rollback',
    mayUndo: async () => true,
    interrupted: new AbortController().signal,
    concurrency: 16,
    cloud: 'sandbox',
    by: 'tester@here',
    ...other,
  };
}

/** What arrives at ARM. */
export interface Arrival {
  readonly method: string;
  readonly path: string;
}

/** Somebody else who works in the same cloud, by hand. */
export interface Somebody {
  put(type: string, id: string, change: (body: JsonObject) => JsonObject): Promise<void>;
  read(type: string, id: string): Promise<JsonObject | undefined>;
}

/** Looks at a request before it arrives; may do something first, or answer it in ARM's place. */
export type Watch = (arrival: Arrival, somebody: Somebody) => Promise<Response | undefined>;

/** A copy of a cloud in which somebody watches what arrives, and interferes. */
export function copyWith(
  cloud: TestCloud,
  at: { subscriptionId: string; directoryId: string },
  watch: Watch,
): TestCloud & { readonly somebody: Somebody } {
  const clone = cloneSandbox(cloud.sandbox, { now: () => copy.clock.now() });
  const answer: Sandbox['answer'] = async (asked) => {
    const path = new URL(asked.url).pathname.replace(/^\/+/, '/');
    const instead = await watch({ method: asked.method, path }, somebody);
    if (instead === undefined) return clone.answer(asked);
    return { status: instead.status, headers: new Map(instead.headers), text: await instead.text() };
  };
  const copy = testCloud({ startsAt: cloud.clock.now(), open: () => ({ ...clone, answer }) });
  const azure = testCloud({ open: () => clone }).session(at);
  const somebody = somebodyWith(azure, new Requests(copy.clock));
  return { ...copy, sandbox: clone, somebody };
}

function somebodyWith(azure: AzureCalls, requests: Requests): Somebody {
  return {
    read: (type, id) => kinds.get(type).read(azure, id),
    put: async (type, id, change) => {
      const kind = kinds.get(type);
      const ports = { azure, requests };
      const body = change((await kind.read(azure, id)) ?? {});
      await untilDone(await kind.put(azure, id, withoutReadOnly(body, kind), {}), ports);
      await untilReady(kind, id, ports);
    },
  };
}

/** ARM's refusal with a code. */
export function refusal(status: number, code: string): Response {
  const headers = { 'content-type': 'application/json' };
  return new Response(JSON.stringify({ error: { code, message: `${code}, says the test` } }), {
    status,
    headers,
  });
}

/** Plans and runs a design. */
export async function run(cloud: TestCloud, wanted: Design, other: Partial<RunPorts> = {}) {
  const entries: JournalEntry[] = [];
  const plan = await planOf(cloud, wanted);
  const result = await runPlan(plan, portsOn(cloud, plan, journalIn(entries), other));
  return { plan, result, entries, state: stateOf(entries) };
}

/** What is there under an id. */
export function bodyIn(
  cloud: TestCloud,
  at: { subscriptionId: string; directoryId: string },
  id: string,
): Promise<JsonObject | undefined> {
  return kinds.get(parseArmId(id).type).read(cloud.session(at), id);
}

export async function tagsIn(
  cloud: TestCloud,
  at: { subscriptionId: string; directoryId: string },
  id: string,
): Promise<JsonObject> {
  return ((await bodyIn(cloud, at, id))?.['tags'] ?? {}) as JsonObject;
}
