import { describe, expect, it } from 'vitest';
import { kinds } from '../../src/azure/catalogue.ts';
import type { Design, DesignedResource } from '../../src/design/design.ts';
import { makeDesign } from '../../src/design/make-design.ts';
import { contains, parseCidr } from '../../src/estate/cidr.ts';
import { type Estate, type Stamp, stampsOf } from '../../src/estate/estate.ts';
import { markOf } from '../../src/plan/ownership.ts';
import { idKey, isWithin } from '../../src/resource/arm-id.ts';
import { at, canonicalJson, type Json, type JsonObject } from '../../src/resource/json.ts';
import { referencesIn } from '../../src/resource/reference.ts';
import { drawnEstates } from '../kit/drawn-estates.ts';

/** Stamps of any estates with their designs. */
const drawn = drawnEstates
  .slice(0, 20)
  .flatMap((estate) => stampsOf(estate).map((stamp) => ({ stamp, design: makeDesign(stamp) })));

/** Holds a claim against the design of every stamp of any estate. */
function forEveryDesign(claim: (design: Design, stamp: Stamp) => void): void {
  for (const { stamp, design } of drawn) {
    try {
      claim(design, stamp);
    } catch (error) {
      throw new Error(`${stamp.name} of ${JSON.stringify(stamp.estate)}`, { cause: error });
    }
  }
}

function ofType({ resources }: Design, type: string): DesignedResource[] {
  return resources.filter((resource) => resource.type === type);
}

function objectsAt(body: JsonObject, pointer: string): readonly JsonObject[] {
  return (at(body, pointer) ?? []) as readonly JsonObject[];
}

/** Every ARM id that a body mentions, as a value or as the name of a member. */
function idsIn(value: Json): string[] {
  if (typeof value === 'string') return /^\/subscriptions\/[^/]+\//i.test(value) ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => [...idsIn(key), ...idsIn(member)]);
}

describe('the design of any stamp', () => {
  it('is the same for the same estate, byte for byte, and for the estate as its file gives it back', () => {
    forEveryDesign((design, stamp) => {
      const read = JSON.parse(JSON.stringify(stamp.estate)) as Estate;
      const again = stampsOf(read).find(({ name }) => name === stamp.name);
      expect(again && JSON.stringify(makeDesign(again))).toBe(JSON.stringify(design));
    });
  });

  it('is a plain value: what survives being written and read is all of it', () => {
    forEveryDesign((design) => expect(JSON.parse(JSON.stringify(design))).toEqual(design));
  });

  it('has no two resources under one id', () => {
    forEveryDesign(({ resources }) => {
      expect(new Set(resources.map(({ id }) => idKey(id))).size).toBe(resources.length);
    });
  });

  it('marks as its own whatever has a place for a mark', () => {
    forEveryDesign(({ resources, estateId }, { name }) => {
      for (const { type, body } of resources) {
        const kind = kinds.get(type);
        const isMarkable = kind.mark.in === 'tags' || kind.mark.in === 'text' || 'tags' in body;
        if (isMarkable) expect(markOf(body, kind)).toEqual({ estateId, stamp: name });
      }
    });
  });

  it('refers to nothing but what it designs, what it uses by id, and roles that are built in', () => {
    forEveryDesign(({ resources, uses, subscriptionId }) => {
      const known = new Set([...resources, ...uses].map(({ id }) => idKey(id)));
      const roleDefinitions = `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleDefinitions`;
      for (const { body, dependsOn } of resources) {
        for (const { id } of referencesIn(body)) expect(known).toContain(idKey(id));
        for (const id of idsIn(body))
          expect(known.has(idKey(id)) || isWithin(id, roleDefinitions) || id.includes('#')).toBe(true);
        for (const id of dependsOn) {
          const isScope = idKey(id) === idKey(`/subscriptions/${subscriptionId}`);
          expect(known.has(idKey(id)) || isScope).toBe(true);
        }
      }
    });
  });

  it('never designs what exists: networks, zones and workspaces of others are used, and that is said', () => {
    forEveryDesign(({ resources, uses }, { environment }) => {
      const { network, dns, logs } = environment;
      const existing = [
        ...(network.mode === 'existing' ? [network.virtualNetworkId, network.privateEndpointSubnetId] : []),
        ...(dns.mode === 'central' ? [dns.openai, dns.keyVault] : []),
        ...(logs.mode === 'existing' ? [logs.workspaceId] : []),
      ];
      expect(uses.map(({ id }) => id)).toEqual(existing);
      for (const id of existing)
        expect(resources.filter((resource) => isWithin(resource.id, id))).toEqual([]);
    });
  });

  it('holds nothing but what belongs to its own tenant and subscription', () => {
    forEveryDesign(({ resources, subscriptionId, directoryId }, { tenant, environment }) => {
      expect(subscriptionId).toBe(environment.subscriptionId.toLowerCase());
      expect(directoryId).toBe(tenant.directoryId.toLowerCase());
      for (const { id } of resources) expect(isWithin(id, `/subscriptions/${subscriptionId}`)).toBe(true);
    });
  });
});

describe('the network of any stamp', () => {
  it('keeps every subnet inside its address space, none touching another', () => {
    forEveryDesign((design) => {
      const subnets = ofType(design, 'Microsoft.Network/virtualNetworks/subnets');
      const ranges = subnets.map(({ id, body }) => ({
        id,
        range: rangeOf(at(body, '/properties/addressPrefix')),
      }));
      for (const network of ofType(design, 'Microsoft.Network/virtualNetworks')) {
        const spaces = (
          at(network.body, '/properties/addressSpace/addressPrefixes') as readonly string[]
        ).map(rangeOf);
        for (const { id, range } of ranges) {
          expect(isWithin(id, network.id)).toBe(true);
          expect(spaces.some((space) => contains(space, range))).toBe(true);
        }
      }
      for (const one of ranges)
        for (const other of ranges)
          if (one !== other)
            expect(one.range.end <= other.range.start || other.range.end <= one.range.start).toBe(true);
    });
  });

  it('puts every subnet behind a security group and a route table of its own stamp', () => {
    forEveryDesign((design) => {
      const groups = ofType(design, 'Microsoft.Network/networkSecurityGroups').map(({ id }) => id);
      const used = ofType(design, 'Microsoft.Network/virtualNetworks/subnets').map(({ body }) =>
        at(body, '/properties/networkSecurityGroup/id'),
      );
      expect([...used].sort()).toEqual([...groups].sort());
    });
  });

  it('lets in HTTPS from applications and functions to endpoints and data alone, and denies all else both ways', () => {
    forEveryDesign((design, { environment }) => {
      if (environment.network.mode === 'existing')
        return expect(ofType(design, 'Microsoft.Network/networkSecurityGroups')).toEqual([]);
      const { privateEndpoints, data, applications, functions } = environment.network.subnets;
      const subnetOf = new Map(
        ofType(design, 'Microsoft.Network/virtualNetworks/subnets').map(({ body }) => [
          at(body, '/properties/networkSecurityGroup/id'),
          at(body, '/properties/addressPrefix'),
        ]),
      );
      const allowed: Json[] = [];
      for (const { id, body } of ofType(design, 'Microsoft.Network/networkSecurityGroups')) {
        const rules = objectsAt(body, '/properties/securityRules').map(
          (rule) => rule['properties'] as JsonObject,
        );
        for (const direction of ['Inbound', 'Outbound']) {
          const last = rules
            .filter((rule) => rule['direction'] === direction)
            .sort(byPriority)
            .at(-1);
          expect(last).toMatchObject({ access: 'Deny', protocol: '*', priority: 4096, ...everywhere });
        }
        for (const rule of rules.filter((each) => each['access'] === 'Allow')) {
          expect(rule).toMatchObject({ protocol: 'Tcp', destinationPortRange: '443' });
          const own = rule['direction'] === 'Inbound' ? 'destinationAddressPrefix' : 'sourceAddressPrefix';
          expect(rule[own]).toBe(subnetOf.get(id));
          if (rule['direction'] === 'Inbound')
            allowed.push([rule['sourceAddressPrefix'] ?? null, rule['destinationAddressPrefix'] ?? null]);
        }
        const priorities = rules.map((rule) => `${rule['direction']} ${rule['priority']}`);
        expect(new Set(priorities).size).toBe(priorities.length);
      }
      return expect(allowed.map((pair) => canonicalJson(pair)).sort()).toEqual(
        [privateEndpoints, data]
          .flatMap((to) => [applications, functions].map((from) => canonicalJson([from, to])))
          .sort(),
      );
    });
  });

  it('drops traffic to every other environment of the tenant, and to nothing else', () => {
    forEveryDesign((design, { tenant, environment }) => {
      const others = tenant.environments.filter(({ name }) => name !== environment.name);
      for (const { body } of ofType(design, 'Microsoft.Network/routeTables')) {
        const drops = objectsAt(body, '/properties/routes')
          .map((route) => route['properties'] as JsonObject)
          .filter((route) => route['nextHopType'] === 'None');
        expect(drops.map((route) => route['addressPrefix'])).toEqual(
          others.map(({ addressSpace }) => addressSpace),
        );
      }
    });
  });
});

describe('the account and the vault of any stamp', () => {
  it('answer from their private network alone', () => {
    forEveryDesign((design) => {
      const closed = [
        ...ofType(design, 'Microsoft.CognitiveServices/accounts'),
        ...ofType(design, 'Microsoft.KeyVault/vaults'),
      ];
      expect(closed).toHaveLength(2);
      for (const { id, body } of closed) {
        expect(body['properties']).toMatchObject({
          publicNetworkAccess: 'Disabled',
          networkAcls: { defaultAction: 'Deny', ipRules: [], virtualNetworkRules: [] },
        });
        const endpoints = ofType(design, 'Microsoft.Network/privateEndpoints').filter(
          (endpoint) =>
            at(
              endpoint.body,
              '/properties/privateLinkServiceConnections/0/properties/privateLinkServiceId',
            ) === id,
        );
        expect(endpoints).toHaveLength(1);
      }
    });
  });

  it('take no keys unless they were asked for', () => {
    forEveryDesign((design, { environment }) => {
      const [account] = ofType(design, 'Microsoft.CognitiveServices/accounts');
      const isEntraOnly = environment.authentication === 'entra';
      expect(at(account?.body, '/properties/disableLocalAuth')).toBe(isEntraOnly);
      expect(design.loosened.some(({ what }) => what.includes('API keys'))).toBe(!isEntraOnly);
      const [vault] = ofType(design, 'Microsoft.KeyVault/vaults');
      expect(vault?.body['properties']).toMatchObject({ enableRbacAuthorization: true, accessPolicies: [] });
    });
  });

  it('hand out no role to single people, and none wider than the stamp but the one that reads quota', () => {
    forEveryDesign((design, { environment }) => {
      for (const { id, body } of ofType(design, 'Microsoft.Authorization/roleAssignments')) {
        expect(['Group', 'ServicePrincipal']).toContain(at(body, '/properties/principalType'));
        const scope = id.slice(0, id.indexOf('/providers/Microsoft.Authorization/'));
        const readsQuota = String(at(body, '/properties/description')).includes(
          'Cognitive Services Usages Reader',
        );
        const isOwn = design.resources.some((resource) => idKey(resource.id) === idKey(scope));
        expect(isOwn).toBe(!readsQuota);
        if (readsQuota)
          expect(idKey(scope)).toBe(`/subscriptions/${environment.subscriptionId.toLowerCase()}`);
      }
    });
  });
});

describe('tenants', () => {
  /** An estate, and the same with one more tenant at the end of its file. */
  const pairs = drawnEstates
    .filter(({ tenants }) => tenants.length > 1)
    .map((more) => ({ more, less: { ...more, tenants: more.tenants.slice(0, -1) } }));

  it('do not change the design of any other when they are added', () => {
    for (const { more, less } of pairs) {
      const designs = new Map(stampsOf(more).map((stamp) => [stamp.name, makeDesign(stamp)]));
      for (const stamp of stampsOf(less))
        expect(JSON.stringify(designs.get(stamp.name))).toBe(JSON.stringify(makeDesign(stamp)));
    }
  });

  it('that share a directory, a subscription and groups change nothing of each other but a warning', () => {
    for (const { more, less } of pairs) {
      const [own] = less.tenants;
      const [last] = more.tenants.slice(-1);
      if (!own || !last) throw new Error('an estate without tenants');
      const subscriptionId = own.environments[0]?.subscriptionId ?? '';
      const sharing = {
        ...last,
        directoryId: own.directoryId,
        groups: own.groups,
        environments: last.environments.map((environment) => ({ ...environment, subscriptionId })),
      };
      const shared = { ...more, tenants: [...less.tenants, sharing] };
      const designs = new Map(stampsOf(shared).map((stamp) => [stamp.name, makeDesign(stamp)]));
      for (const stamp of stampsOf(less)) {
        const { loosened, ...rest } = makeDesign(stamp);
        const { loosened: loosenedMore = [], ...restMore } = designs.get(stamp.name) ?? {};
        expect(restMore).toEqual(rest);
        const added = loosenedMore.filter(({ what }) => !loosened.some((other) => other.what === what));
        for (const { what } of added) expect(what).toContain('shared with another tenant');
      }
      const ids = [...designs.values()].flatMap(({ resources }) => resources.map(({ id }) => idKey(id)));
      expect(new Set(ids).size).toBe(ids.length);
    }
  });
});

const everywhere = {
  sourceAddressPrefix: '*',
  sourcePortRange: '*',
  destinationAddressPrefix: '*',
  destinationPortRange: '*',
};

function byPriority(a: JsonObject, b: JsonObject): number {
  return Number(a['priority']) - Number(b['priority']);
}

function rangeOf(text: Json | undefined): { start: number; end: number } {
  const range = parseCidr(String(text));
  if (!range) throw new Error(`${text} is no range`);
  return range;
}
