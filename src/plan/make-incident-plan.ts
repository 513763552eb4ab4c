import type { Design, DesignedResource } from '../design/design.ts';
import { idKey, parentId, parseArmId, sameId } from '../resource/arm-id.ts';
import { at, isObject, type JsonObject } from '../resource/json.ts';
import type { Kinds } from '../resource/kind.ts';
import { accessRevoked, cutOff, incidentTag, isTouched, takenBack } from './incident.ts';
import { changesSomething } from './irreversible.ts';
import { durationOf, makePlan } from './make-plan.ts';
import type { Observed } from './observed.ts';
import { isAdopted, isOwnedBy, markedAdopted, ownerOf } from './ownership.ts';
import type { Action, Incident, StampPlan } from './plan.ts';
import { restrained, standing } from './restraints.ts';

/** What a stamp should consist of, and what of it exists. */
export interface IncidentInput {
  readonly design: Design;
  readonly observed: Observed;
  readonly kinds: Kinds;
}

const groupType = 'Microsoft.Network/networkSecurityGroups';
const roleType = 'Microsoft.Authorization/roleAssignments';
/** Those of the data plane of Cosmos DB lie beneath it, and only the design tells that they are ours. */
const dataRoleType = 'Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments';
const accountType = 'Microsoft.CognitiveServices/accounts';
const vaultType = 'Microsoft.KeyVault/vaults';
const factoryType = 'Microsoft.DataFactory/factories';

/**
 * Cuts the network of a stamp: everything denied in each of its security groups, the services closed to the public
 * network, and with `hard` the connections of their private endpoints rejected. Nothing else is touched. Pure.
 */
export function isolationPlan(input: IncidentInput, { hard }: { readonly hard: boolean }): StampPlan {
  const { kinds } = input;
  const groups = thereOf(input, groupType).map(({ resource, body }) => ({
    ...resource,
    body: cutOff(body, kinds.get(groupType)),
  }));
  const services = servicesOf(input, (body) => ({
    properties: pick(body, ['publicNetworkAccess', 'networkAcls']),
  }));
  const open = hard ? connectionsOf(input).filter(({ status }) => status === 'Approved') : [];
  const closed = rejectedIn(input);
  const rejected = [
    ...open.map(({ resource, status, description }) => ({
      ...resource,
      body: state('Rejected', `${ourReason} was=${status} ${description}`.trim()),
    })),
    ...closed.map(({ resource, status, description }) => ({ ...resource, body: state(status, description) })),
  ];
  const connections = [...open, ...closed];
  const { plan, foreign } = planned(input, [...groups, ...services, ...rejected], connections);
  return incidentPlan(plan, plan.actions, input, {
    act: 'isolate',
    ...(hard ? { hard: true } : {}),
    notes: [
      ...foreign.map(({ title }) => `${title} is not ours and stays as it is: cut it off by hand.`),
      ...(groups.length === 0
        ? ['The network is somebody else’s: its security groups stay as they are.']
        : []),
      ...(open.length > 0
        ? ['Azure may refuse to approve a rejected connection again: then its endpoint is put anew.']
        : []),
      ...(thereOf(input, factoryType).length > 0
        ? [
            `The data factory works in a network of Microsoft's, which no rule of yours cuts off${hard ? '' : '; --hard rejects its way to the models'}: gotthard incident revoke takes its roles away.`,
          ]
        : []),
      'Nothing in the network reaches the models or the vault until: gotthard incident restore.',
    ],
  });
}

/**
 * Takes away every role that the stamp gives, or those of some principals, and makes its keys anew where it has any.
 * Pure.
 */
export function revocationPlan(
  input: IncidentInput,
  { principals }: { readonly principals: readonly string[] },
): StampPlan {
  const { design, observed, kinds } = input;
  const wanted = new Set(principals.map((id) => id.toLowerCase()));
  const roles = Object.values(observed.resources)
    .filter(isObject)
    .filter((body) => isOurRole(body, input))
    .filter((body) => wanted.size === 0 || wanted.has(principalOf(body)));
  const keyed = wanted.size === 0 ? thereOf(input, accountType).filter(({ body }) => takesKeys(body)) : [];
  const marked = markedGroup(input, { [incidentTag]: accessRevoked });
  const accounts = keyed.map(({ resource }) => ({ ...resource, body: {} }));
  const { plan } = planned(input, roles.length === 0 ? accounts : [...marked, ...accounts]);
  const removed = roles.map((body): Action => {
    const id = String(body['id']);
    const designed = design.resources.find((resource) => sameId(resource.id, id));
    return {
      ...{
        key: id,
        id,
        type: parseArmId(id).type,
        step: 'Access control',
        action: 'remove',
        dependsOn: [],
        changes: [],
      },
      title: designed?.title ?? `role assignment ${parseArmId(id).name}`,
      reason: 'its access is revoked',
      typicalMs: kinds.get(parseArmId(id).type).typicalMs.remove,
    };
  });
  const before = [...plan.actions.filter(changesSomething), ...removed];
  const renewed = keyed.flatMap(({ resource }) => keysOf(resource, kinds, before));
  return incidentPlan(
    plan,
    [...before, ...plan.actions.filter((a) => !changesSomething(a)), ...renewed],
    input,
    {
      act: 'revoke',
      ...(principals.length > 0 ? { principals } : {}),
      notes: [
        keyed.length > 0
          ? 'Keys are made anew and can’t come back: whatever holds an old one, the vault included, has to be given the new one.'
          : wanted.size > 0
            ? 'Keys stay as they are: they are nobody’s in particular.'
            : 'No keys exist: the account takes Entra tokens only, so that there is none to revoke.',
        // Source: https://learn.microsoft.com/azure/role-based-access-control/troubleshooting
        'Azure may take up to ten minutes until a role that is gone works nowhere any more; isolating closes the network at once.',
        'Roles that others have given stay: role-assignments.json of the evidence lists them.',
        ...(removed.length > 0 ? ['Roles come back by: gotthard incident restore.'] : []),
      ],
    },
  );
}

/**
 * Puts back what was cut: security groups as they were, connections approved, and the roles of `cut` as far as they are
 * still designed. Pure.
 *
 * @param cut role assignments that were revoked, by id key, as they were; undefined: nobody knows, so that all that the
 * design has come back
 */
export function restorationPlan(
  input: IncidentInput,
  { cut }: { readonly cut: ReadonlyMap<string, JsonObject> | undefined },
): StampPlan {
  const { design, observed, kinds } = input;
  const groups = thereOf(input, groupType)
    .filter(({ body }) => isTouched(body))
    .map(({ resource, body }) => ({ ...resource, body: takenBack(body, kinds.get(groupType)) }));
  const connections = rejectedIn(input);
  const approved = connections.map(({ resource, description }) => {
    const [, status = 'Approved', before = ''] = /was=(\S+) ?(.*)$/.exec(description) ?? [];
    return { ...resource, body: state(status, before) };
  });
  const services = connections.length > 0 ? servicesOf(input, () => ({})) : [];
  const isRevoked = isAccessRevoked(input) || (cut !== undefined && cut.size > 0);
  const roles = design.resources
    .filter(
      ({ id, type }) =>
        isRole(type) && isRevoked && !observed.resources[idKey(id)] && (cut?.has(idKey(id)) ?? true),
    )
    .map((role) => asItWas(role, cut?.get(idKey(role.id)), kinds));
  const designed = new Set(design.resources.map(({ id }) => idKey(id)));
  const gone = [...(cut?.keys() ?? [])].filter((id) => !designed.has(id));
  const { plan } = planned(
    input,
    [...(isRevoked ? markedGroup(input, {}) : []), ...groups, ...services, ...approved, ...roles],
    connections,
  );
  return incidentPlan(plan, plan.actions, input, {
    act: 'restore',
    notes: [
      ...(connections.length > 0
        ? [
            'Should Azure refuse to approve a connection again: delete its private endpoint, restore, and gotthard deploy makes it anew.',
          ]
        : []),
      ...gone.map((id) => `${id} stays revoked: it is not in the estate file any more.`),
      ...(isRevoked && cut === undefined
        ? [
            'No journal here tells which roles were revoked: all of the estate file that are missing come back.',
          ]
        : []),
      ...(isRevoked && takesKeysNow(input)
        ? ['Keys that were made anew stay: the old ones can’t come back.']
        : []),
    ],
  });
}

/** A stamp as far as what was done to it is concerned. */
type Stood = Pick<IncidentInput, 'design' | 'observed'>;

/** Ids of security groups that are cut off. */
export function cutOffGroups(input: Stood): string[] {
  return thereOf(input, groupType)
    .filter(({ body }) => isTouched(body))
    .map(({ resource }) => resource.id);
}

/** Ids of connections that an isolation has rejected. */
export function rejectedConnections(input: Stood): string[] {
  return rejectedIn(input).map(({ resource }) => resource.id);
}

/** Whether an isolation finds anything that it can cut off, or has. */
export function cutsAnything({ actions }: Pick<StampPlan, 'actions'>): boolean {
  return actions.some(({ type }) => type === groupType || type.endsWith('/privateEndpointConnections'));
}

/** Whether roles of the stamp are revoked. */
export function isAccessRevoked(input: Stood): boolean {
  return markedGroup(input, {}).some(({ id }) => {
    const tags = at(input.observed.resources[idKey(id)] ?? undefined, '/tags');
    return isObject(tags) && Object.keys(tags).some((name) => name.toLowerCase() === incidentTag);
  });
}

function rejectedIn(input: Stood): Connection[] {
  return connectionsOf(input).filter(
    ({ status, description }) => status === 'Rejected' && description.startsWith(ourReason),
  );
}

const ourReason = 'gotthard incident:';

/** A designed resource that is there. */
interface There {
  readonly resource: DesignedResource;
  readonly body: JsonObject;
}

function thereOf({ design, observed }: Stood, type: string): There[] {
  return design.resources
    .filter((resource) => resource.type === type)
    .flatMap((resource) => {
      const body = observed.resources[idKey(resource.id)];
      return body ? [{ resource: { ...resource, dependsOn: [] }, body }] : [];
    });
}

function servicesOf(input: IncidentInput, body: (designed: JsonObject) => JsonObject): DesignedResource[] {
  return [accountType, vaultType].flatMap((type) =>
    thereOf(input, type).map(({ resource }) => ({ ...resource, body: body(resource.body) })),
  );
}

/** A connection of a private endpoint, as its target shows it. */
interface Connection {
  readonly resource: DesignedResource;
  readonly body: JsonObject;
  readonly status: string;
  readonly description: string;
}

function connectionsOf(input: Stood): Connection[] {
  return [accountType, vaultType].flatMap((type) =>
    thereOf(input, type).flatMap(({ resource, body }) => {
      const connections = at(body, '/properties/privateEndpointConnections');
      return (Array.isArray(connections) ? connections.filter(isObject) : []).map((connection) => {
        const name =
          String(connection['id'] ?? '')
            .split('/')
            .at(-1) ?? '';
        const id = `${resource.id}/privateEndpointConnections/${name}`;
        const shown = at(connection, '/properties/privateLinkServiceConnectionState');
        return {
          resource: {
            id,
            type: `${type}/privateEndpointConnections`,
            step: 'Private access',
            dependsOn: [],
            title: `connection of ${name.split('.')[0]} to ${resource.title}`,
            body: {},
          },
          body: { ...connection, id },
          status: String(at(shown, '/status') ?? ''),
          description: String(at(shown, '/description') ?? ''),
        };
      });
    }),
  );
}

function state(status: string, description: string): JsonObject {
  return { properties: { privateLinkServiceConnectionState: { status, description } } };
}

/** The group of the account, which carries the mark of a revocation; none where it is not there. */
function markedGroup({ design, observed }: Stood, tags: JsonObject): DesignedResource[] {
  const account = design.resources.find(({ type }) => type === accountType);
  const group = design.resources.find(
    ({ id }) => account !== undefined && sameId(id, parentId(account.id) ?? ''),
  );
  const body = group && observed.resources[idKey(group.id)];
  return group && body
    ? [{ ...group, dependsOn: [], body: { location: group.body['location'] ?? '', tags } }]
    : [];
}

/** Both keys of an account, after everything that can be taken back. */
function keysOf({ id, title }: DesignedResource, kinds: Kinds, before: readonly Action[]): Action[] {
  const type = `${accountType}/regenerateKey`;
  return ['Key1', 'Key2'].map((name) => ({
    key: `${id}/regenerateKey/${name}`,
    id: `${id}/regenerateKey/${name}`,
    type,
    step: 'Azure OpenAI',
    action: 'update',
    changes: [],
    body: {},
    irreversible: true,
    title: `${name === 'Key1' ? 'key 1' : 'key 2'} of ${title}`,
    reason: 'it is made anew: the old one opens nothing any more, and can not come back',
    dependsOn: before.map(({ key }) => key),
    typicalMs: kinds.get(type).typicalMs.update,
  }));
}

function takesKeys(account: JsonObject): boolean {
  return at(account, '/properties/disableLocalAuth') !== true;
}

function takesKeysNow(input: IncidentInput): boolean {
  return thereOf(input, accountType).some(({ body }) => takesKeys(body));
}

function isRole(type: string): boolean {
  return type === roleType || type === dataRoleType;
}

function isOurRole(body: JsonObject, { design, kinds }: IncidentInput): boolean {
  const id = String(body['id']);
  const { type } = parseArmId(id);
  if (!isRole(type)) return false;
  const kind = kinds.get(type);
  return kind.mark.in === 'parent'
    ? design.resources.some((resource) => sameId(resource.id, id))
    : isOwnedBy(body, kind, ownerOf(design));
}

/** A role that had been taken over keeps the mark of that. */
function asItWas(role: DesignedResource, before: JsonObject | undefined, kinds: Kinds): DesignedResource {
  const kind = kinds.get(role.type);
  return before && isAdopted(before, kind) ? { ...role, body: markedAdopted(role.body, kind) } : role;
}

function principalOf(role: JsonObject): string {
  return String(at(role, '/properties/principalId') ?? '').toLowerCase();
}

function pick(body: JsonObject, names: readonly string[]): JsonObject {
  const properties = body['properties'];
  return Object.fromEntries(
    Object.entries(isObject(properties) ? properties : {}).filter(([name]) => names.includes(name)),
  );
}

/** The plan of some resources and of nothing else; those that are not ours are left out and told. */
function planned(
  { design, observed, kinds }: IncidentInput,
  resources: readonly DesignedResource[],
  connections: readonly Connection[] = [],
): { readonly plan: StampPlan; readonly foreign: readonly Action[] } {
  const shown = Object.fromEntries(connections.map(({ resource, body }) => [idKey(resource.id), body]));
  const plan = makePlan(
    { ...design, resources, uses: [], loosened: [] },
    { ...observed, resources: { ...observed.resources, ...shown }, orphans: [] },
    kinds,
    { adopt: false },
  );
  return {
    plan: { ...plan, actions: plan.actions.filter(({ action }) => action !== 'blocked') },
    foreign: plan.actions.filter(({ action }) => action === 'blocked'),
  };
}

function incidentPlan(
  plan: StampPlan,
  doings: readonly Action[],
  input: IncidentInput,
  incident: Incident,
): StampPlan {
  const { design, observed, kinds } = input;
  const left = standing(design, observed, kinds);
  const actions = restrained([...doings, ...left], observed, kinds).filter(
    (action) => !left.includes(action),
  );
  return {
    ...plan,
    actions,
    expectedDurationMs: durationOf(actions, kinds),
    pointOfNoReturn: actions.filter(({ irreversible }) => irreversible).map(({ id }) => id),
    warnings: [],
    incident,
  };
}
