import { isPrivateAddress, isProblem } from '../checks/inside/looks.ts';
import {
  type Inference,
  inferenceOf,
  type PrivateName,
  privateNamesOf,
  questionOf,
} from '../checks/inside/private-names.ts';
import type { EstimateContext } from '../cost/estimate.ts';
import { inferenceCost } from '../cost/inference-cost.ts';
import type { Design } from '../design/design.ts';
import type { Stamp } from '../estate/estate.ts';
import { namesOf } from '../estate/naming.ts';
import { Refusal } from '../problems/problem.ts';
import { parentId, parseArmId, sameId } from '../resource/arm-id.ts';
import { at } from '../resource/json.ts';
import type { Looked, NetworkView, Sighting } from '../resource/sighting.ts';
import type { Cloud, Ports } from './ports.ts';

export type Where = 'inside' | 'outside';

/** A stamp that is looked at. */
export interface Subject {
  readonly stamp: Stamp;
  readonly design: Design;
}

/** What is known while somebody looks. */
interface Looking {
  readonly where: Where;
  readonly cloud: Cloud;
  /** In the sandbox: where in its network this machine stands, instead of the subnet of the applications. */
  readonly standsIn: string | undefined;
  readonly by: string;
}

/** Looks at every private name of a stamp from this machine. Writes nothing, and asks each service once. */
export async function look(subject: Subject, looking: Looking): Promise<Looked> {
  const { cloud, where, by } = looking;
  const view = await cloud.networkView(cloud.sandbox ? subnetOf(subject, looking) : undefined);
  const inference = where === 'inside' ? inferenceOf(subject.design) : undefined;
  const now = new Date(cloud.clock.now()).toISOString();
  const { directoryId } = subject.design;
  const sightings = await Promise.all(
    privateNamesOf(subject.design).map((name) => sightingOf(name, { view, where, inference, directoryId })),
  );
  return { at: now, by, sightings };
}

/** Says what the inferences cost that are about to be asked for: what is alike in many environments once. */
export function announceInferences(
  designs: readonly Design[],
  context: EstimateContext,
  ports: Pick<Ports, 'show'>,
): void {
  const alike = new Map<string, string[]>();
  for (const design of designs) {
    const inference = inferenceOf(design);
    if (inference === undefined) continue;
    const { input, output } = inference.tokens;
    const what = `at most ${input + output} tokens of ${inference.model} each, ${priceOf(inference, design, context)}`;
    alike.set(what, [...(alike.get(what) ?? []), `${design.tenant}/${design.environment}`]);
  }
  for (const [what, names] of alike) {
    const where = names.length > 5 ? `${names.length} environments` : names.join(', ');
    ports.show.text(`One inference is asked of ${where}: ${what}.`);
  }
}

function priceOf(inference: Inference, design: Design, context: EstimateContext): string {
  const cost = inferenceCost(inference, regionOf(design, inference), context);
  if (cost === undefined) return 'at a price that is not known';
  if (cost.eq(0)) return 'out of capacity that is paid for anyway';
  return cost.lt('0.01') ? 'for less than CHF 0.01' : `for CHF ${cost.toFixed(2)}`;
}

/** Where prompts are paid for: where the account lies. */
function regionOf(design: Design, { deployment }: Inference): string {
  const account = design.resources.find(({ id }) => sameId(id, parentId(deployment.id) ?? ''));
  const location = at(account?.body, '/location');
  return typeof location === 'string' ? location : design.region;
}

/** The simulated subnet that this machine stands in; undefined: the public internet. */
function subnetOf({ stamp, design }: Subject, { where, standsIn }: Looking): string | undefined {
  if (standsIn === 'internet' || (standsIn === undefined && where === 'outside')) return undefined;
  if (standsIn?.startsWith('/')) return standsIn;
  const subnets = design.resources.filter(({ type }) => type === 'Microsoft.Network/virtualNetworks/subnets');
  const called = standsIn ?? namesOf(stamp).applicationSubnet;
  const subnet = subnets.find(({ id }) => parseArmId(id).name.toLowerCase() === called.toLowerCase());
  if (subnet === undefined && standsIn !== undefined) throw noSuchSubnet(standsIn, stamp.name, subnets);
  const endpoint = design.resources.find(({ type }) => type === 'Microsoft.Network/privateEndpoints');
  const beside = at(endpoint?.body, '/properties/subnet/id');
  // An existing network has whichever subnets it has: the one of the endpoints is known.
  return subnet?.id ?? (typeof beside === 'string' ? beside : undefined);
}

function noSuchSubnet(given: string, stamp: string, subnets: readonly { readonly id: string }[]): Refusal {
  const names = subnets.map(({ id }) => parseArmId(id).name);
  return new Refusal([
    {
      code: 'GT-SANDBOX-FROM',
      what: `${stamp} has no subnet called ${given}`,
      why: '--sandbox-from says where in the simulated network this machine stands',
      next: [`One of ${[...names, 'internet'].join(', ')}, or the ARM id of a subnet.`],
    },
  ]);
}

async function sightingOf(
  name: PrivateName,
  {
    view,
    where,
    inference,
    directoryId,
  }: {
    view: NetworkView;
    where: Where;
    inference: Inference | undefined;
    directoryId: string;
  },
): Promise<Sighting> {
  const resolved = await view.resolve(name.name);
  const seen: Sighting = { name: name.name, port: name.port, resolved };
  if (isProblem(resolved)) return seen;
  const [address] = resolved.addresses;
  const isInside = resolved.addresses.every(isPrivateAddress);
  // Whoever looks from inside sends no token to what is not.
  if (address === undefined || isInside !== (where === 'inside')) return seen;
  const to = { name: name.name, address, port: name.port, ...(name.alpn ? { alpn: name.alpn } : {}) };
  const connection = await view.connect(to);
  if (isProblem(connection)) return { ...seen, connection };
  const connected: Sighting =
    where === 'inside'
      ? { ...seen, connection, olderTls: await view.connectOlder(to) }
      : { ...seen, connection };
  if (name.audience === undefined) return connected;
  const token = await view.token(directoryId, name.audience);
  if (name.service === 'openai' && where === 'inside') {
    if (inference === undefined) return connected;
    const deployment = inference.deployment.title;
    const answer = isProblem(token) ? token : await view.ask(to, inference.question(token.token));
    return { ...connected, inference: { deployment, answer } };
  }
  if (isProblem(token)) return { ...connected, answer: token };
  const question = questionOf(name, token.token);
  return question === undefined ? connected : { ...connected, answer: await view.ask(to, question) };
}
