import { isAdopted } from '../../plan/ownership.ts';
import { idKey, parentId, parseArmId } from '../../resource/arm-id.ts';
import { at, type JsonObject } from '../../resource/json.ts';
import { known, unread } from '../../resource/subscription.ts';
import { textAt } from '../places.ts';
import {
  type Check,
  type CheckInput,
  cannotTell,
  designedOf,
  type Finding,
  notApplicable,
  observedBody,
  orOk,
  warning,
} from '../rule.ts';

const deploymentType = 'Microsoft.CognitiveServices/accounts/deployments';
const day = 86_400_000;
/** How many days without a request make a model idle: what is called once a month is not. */
export const idleDays = 30;

/** What costs and is used by nobody, or belongs to nothing any more. It is never removed by itself. */
export const idle: Check = {
  id: 'GT-CHECK-IDLE',
  stage: 'after',
  checklist: ['COST-6'],
  title: 'Nothing stands there unused',
  risk: 'It is paid for, and one more thing to keep secure.',
  run: (input) => {
    const { use } = input.facts;
    if (use === undefined) return [notApplicable('use was not looked at')];
    const left = leftOver(input);
    if (unread(use)) return [...left, cannotTell('what is used', use, input)];
    return orOk(
      [...withoutRequests(input), ...left, ...attachedToNothing(input)],
      `every model that is older than ${idleDays} days was called, and nothing is left over`,
      `/subscriptions/${input.design.subscriptionId}`,
    );
  },
};

/** Models that nobody has called for as long as they are judged by. Younger ones are not judged. */
function withoutRequests(input: CheckInput): Finding[] {
  const requests = known(input.facts.use)?.requests ?? {};
  const now = Date.parse(input.observed?.at ?? '');
  return designedOf(input.design, deploymentType).flatMap(({ id, title }) => {
    const since = Date.parse(textAt(observedBody(input.observed, id), '/systemData/createdAt'));
    const ofAccount = requests[idKey(parentId(id) ?? '')];
    if (!ofAccount || !(now - since >= idleDays * day)) return [];
    const count = ofAccount[parseArmId(id).name.toLowerCase()] ?? 0;
    if (count > 0) return [];
    return [
      warning(
        `${title} had no request for ${idleDays} days${costs(id, input)}`,
        'Take it out of `models` in the estate file if nobody needs it, or lower its capacity; then gotthard deploy.',
        `${id}: AzureOpenAIRequests 0`,
      ),
    ];
  });
}

/** What carries the mark of the stamp and is not designed any more. */
function leftOver(input: CheckInput): Finding[] {
  return (input.observed?.orphans ?? []).flatMap((id) => {
    const body = observedBody(input.observed, id);
    const { type, name } = parseArmId(id);
    if (!body || isAdopted(body, { mark: { in: 'tags' } })) return [];
    return [
      warning(
        `${name} is not in the estate file any more${costs(id, input)}`,
        `gotthard deploy --tenant ${input.design.tenant} --env ${input.design.environment} takes it away, after a plan.`,
        `${id}: ${type}`,
      ),
    ];
  });
}

/** Others' things in the groups of the stamp that hang on nothing. */
function attachedToNothing(input: CheckInput): Finding[] {
  return (known(input.facts.use)?.beside ?? []).flatMap((body) => {
    const id = String(body['id']);
    const { type, name } = parseArmId(id);
    const looks = unattached[type.toLowerCase()];
    if (!looks?.(body)) return [];
    return [
      warning(
        `${type.split('/').at(-1)} ${name} is attached to nothing${costs(id, input)}`,
        `It is not ours: its owner removes it by az resource delete --ids ${id}`,
        id,
      ),
    ];
  });
}

function costs(id: string, { idleCosts }: CheckInput): string {
  const monthly = idleCosts?.[idKey(id)];
  if (monthly === undefined || Number(monthly) === 0)
    return monthly === null ? ', and costs an unknown amount' : '';
  return monthly === null
    ? ', and costs an unknown amount'
    : `, and costs CHF ${monthly} a month all the same`;
}

type Looks = (body: JsonObject) => boolean;

/** By type, how it looks when it is attached to nothing. */
const unattached: Readonly<Record<string, Looks>> = {
  'microsoft.network/privateendpoints': (body) =>
    ![
      ...list(body, 'privateLinkServiceConnections'),
      ...list(body, 'manualPrivateLinkServiceConnections'),
    ].some((one) =>
      /^(approved|pending)$/i.test(textAt(one, '/properties/privateLinkServiceConnectionState/status')),
    ),
  'microsoft.network/networkinterfaces': (body) =>
    !has(body, 'virtualMachine') && !has(body, 'privateEndpoint'),
  'microsoft.network/networksecuritygroups': (body) =>
    list(body, 'subnets').length + list(body, 'networkInterfaces').length === 0,
  'microsoft.network/routetables': (body) => list(body, 'subnets').length === 0,
  'microsoft.network/publicipaddresses': (body) => !has(body, 'ipConfiguration') && !has(body, 'natGateway'),
  'microsoft.network/natgateways': (body) => list(body, 'subnets').length === 0,
  'microsoft.compute/disks': (body) => textAt(body, '/properties/diskState').toLowerCase() === 'unattached',
};

function has(body: JsonObject, member: string): boolean {
  const value = at(body, `/properties/${member}`);
  return value !== undefined && value !== null;
}

function list(body: JsonObject, member: string): readonly JsonObject[] {
  const value = at(body, `/properties/${member}`);
  return Array.isArray(value) ? (value as readonly JsonObject[]) : [];
}
