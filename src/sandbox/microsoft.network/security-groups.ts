import { ArmError } from '../errors.ts';
import { at, isObject, type JsonObject, listAt, objectAt, present, textAt } from '../json.ts';
import { refuseNewer, visibleIn } from '../member-versions.ts';
import type { Pace, Stored, TypeModel, World, Write } from '../provider.ts';
import { boolean, list, object, readOnly, required, tags, text } from '../shape.ts';
import { defaultRules } from './default-rules.ts';
import { networkName, types } from './names.ts';
import { idList, usersOf } from './references.ts';
import { ruleProperties, securityRules } from './security-rules.ts';
import { networkVersions } from './versions.ts';

/** Microsoft's types from 2024-05-01 on have it; what a group of an earlier api-version is put with does not reach it. */
const groupMembers = { flushConnection: '2024-05-01' };

const quick: Pace = { how: 'operation', state: 'Updating', ms: 4_000 };

const inlineRule = object({
  id: text(),
  name: required(text()),
  type: readOnly(text()),
  etag: readOnly(text()),
  properties: required(ruleProperties),
});

/** Microsoft.Network/networkSecurityGroups: rules are records of their own, shown inline; default rules are added. */
export const securityGroups: TypeModel = {
  type: types.securityGroup,
  apiVersions: networkVersions,
  placement: 'group',
  name: networkName,
  body: object({
    location: required(text()),
    tags: tags(),
    properties: object({
      flushConnection: boolean(),
      securityRules: list(inlineRule, { max: 1000 }),
      defaultSecurityRules: readOnly(list(object({}))),
      networkInterfaces: readOnly(list(object({}))),
      subnets: readOnly(list(object({}))),
      flowLogs: readOnly(list(object({}))),
      resourceGuid: readOnly(text()),
      provisioningState: readOnly(text()),
    }),
  }),
  patch: object({ tags: tags() }),
  pace: { create: quick, update: quick, delete: quick },
  etag: true,
  serverMade: ['properties.resourceGuid'],
  admit: ({ world, body }) => {
    refuseNewer(world.apiVersion, objectAt(body, 'properties'), groupMembers, 'InvalidRequestFormat');
    checkNamesTwice(listAt(body, 'properties', 'securityRules').filter(isObject));
    const { securityRules: _, ...properties } = objectAt(body, 'properties');
    return { ...body, properties };
  },
  wrote: writeRules,
  show: (world, record) => ({
    ...record.body,
    properties: present({
      ...visibleIn(world.apiVersion, objectAt(record.body, 'properties'), groupMembers),
      resourceGuid: world.made(record, 'resourceGuid'),
      securityRules: world.under(record.id, types.securityRule).map((rule) => world.shown(rule)),
      defaultSecurityRules: defaultRules(record.id, world.etag(record)),
      subnets: idList(usersOf(world, types.subnet, record.id, 'properties', 'networkSecurityGroup', 'id')),
    }),
  }),
  mayDelete: (world, record) => {
    const user = usersOf(world, types.subnet, record.id, 'properties', 'networkSecurityGroup', 'id')[0];
    if (user === undefined) return;
    const message = `Network security group ${record.id} cannot be deleted because it is in use by the following resources: ${user.id}. In order to delete the Network security group, remove the association with the resource(s).`;
    throw new ArmError(400, 'InUseNetworkSecurityGroupCannotBeDeleted', message);
  },
};

function checkNamesTwice(rules: readonly JsonObject[]): void {
  const names = rules.map((rule) => textAt(rule, 'name')?.toLowerCase() ?? '');
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice === undefined) return;
  throw new ArmError(
    400,
    'DuplicateResourceName',
    `The security rule name ${twice} is used more than once in the list of security rules.`,
  );
}

/** A PUT of the group replaces its rules. The old ones go first, so that priorities may be exchanged. */
function writeRules(world: World, group: Stored, write: Write): void {
  if (write.method === 'PATCH' && at(write.body, 'properties', 'securityRules') === undefined) return;
  const wanted = listAt(write.body, 'properties', 'securityRules').filter(isObject);
  for (const old of world.under(group.id, securityRules.type)) world.remove(old.id);
  for (const rule of wanted) {
    const id = `${group.id}/securityRules/${textAt(rule, 'name') ?? ''}`;
    world.write(id, securityRules.type, { properties: objectAt(rule, 'properties') });
  }
}
