import { at, isObject, type Json, type JsonObject } from '../resource/json.ts';
import type { ResourceKind } from '../resource/kind.ts';
import { withoutReadOnly } from './overlay.ts';

/** Tag of a resource group of a stamp whose access has been revoked; part of what users and scripts may rely on. */
export const incidentTag = 'gotthard-incident';
/** Its value. */
export const accessRevoked = 'access-revoked';

/** The rules that cut a subnet off. Their names make them ours: the design has none of them. */
const cuts = [
  { name: 'deny-incident-in', direction: 'Inbound' },
  { name: 'deny-incident-out', direction: 'Outbound' },
] as const;

/** The first priority that Azure takes: nobody's rule can stand above it. */
const first = 100;
const last = 4096;

/** What a cut has to remember to be taken back precisely; it stands on the rules themselves, in Azure. */
interface Remembered {
  /** The rule that stood at the first priority in this direction, and was moved down. */
  readonly moved?: string;
  /** What `flushConnection` was. */
  readonly flush: Json;
}

/** Whether anything of a cut stands on a security group. */
export function isTouched(group: JsonObject | undefined): boolean {
  return rulesOf(group ?? {}).some(isCut);
}

/**
 * An observed security group with everything denied before all its rules, which stay. Deny rules leave established
 * flows alone unless the group flushes them: turning `flushConnection` on has Azure judge them anew
 * (https://learn.microsoft.com/javascript/api/@azure/arm-network/networksecuritygroup, from api-version 2024-05-01).
 */
export function cutOff(group: JsonObject, kind: Pick<ResourceKind, 'readOnly'>): JsonObject {
  const rules = rulesOf(withoutReadOnly(group, kind));
  const own = rules.filter((rule) => !isCut(rule));
  const before = rules.find(isCut);
  const flush = before ? remembered(before).flush : (at(group, '/properties/flushConnection') ?? null);
  const movedRules = cuts.map(({ direction }) =>
    own.find((rule) => directionOf(rule) === direction && priorityOf(rule) === first),
  );
  const denials = cuts.map((cut, index) => {
    const standing = rules.find((rule) => nameOf(rule) === cut.name);
    const moved = movedRules[index];
    const anew = { flush, ...(moved ? { moved: nameOf(moved) } : {}) };
    return denial(cut, described(standing ? remembered(standing) : anew));
  });
  const kept = own.map((rule) =>
    movedRules.includes(rule) ? withPriority(rule, freePriority(rule, own)) : rule,
  );
  return inGroup(group, { flushConnection: true, securityRules: [...kept, ...denials] });
}

/** An observed security group as it was before it was cut off; null unsets what was not set. */
export function takenBack(group: JsonObject, kind: Pick<ResourceKind, 'readOnly'>): JsonObject {
  const rules = rulesOf(withoutReadOnly(group, kind));
  const standing = rules.filter(isCut);
  const moved = standing.map((rule) => ({ direction: directionOf(rule), name: remembered(rule).moved }));
  const securityRules = rules
    .filter((rule) => !isCut(rule))
    .map((rule) =>
      moved.some(({ direction, name }) => direction === directionOf(rule) && name === nameOf(rule))
        ? withPriority(rule, first)
        : rule,
    );
  return inGroup(group, {
    flushConnection: standing[0] ? remembered(standing[0]).flush : null,
    securityRules,
  });
}

function inGroup(group: JsonObject, properties: JsonObject): JsonObject {
  return { location: group['location'] ?? '', properties };
}

function denial({ name, direction }: (typeof cuts)[number], description: string): JsonObject {
  return {
    name,
    properties: {
      description,
      priority: first,
      direction,
      access: 'Deny',
      protocol: '*',
      sourceAddressPrefix: '*',
      sourcePortRange: '*',
      destinationAddressPrefix: '*',
      destinationPortRange: '*',
    },
  };
}

/** At most 140 characters, which is all that a rule's description holds. */
function described({ moved, flush }: Remembered): string {
  return `gotthard incident: flush=${flush ?? 'unset'}${moved === undefined ? '' : ` moved=${moved}`}`;
}

function remembered(rule: JsonObject): Remembered {
  const description = String(at(rule, '/properties/description') ?? '');
  const flush = /flush=(true|false)/.exec(description)?.[1];
  const moved = /moved=(\S+)/.exec(description)?.[1];
  return {
    flush: flush === undefined ? null : flush === 'true',
    ...(moved === undefined ? {} : { moved }),
  };
}

/** The next priority that no rule of its direction has. Below the denial it makes no difference which. */
function freePriority(rule: JsonObject, rules: readonly JsonObject[]): number {
  const taken = new Set(
    rules.filter((other) => directionOf(other) === directionOf(rule)).map((other) => priorityOf(other)),
  );
  for (let priority = first + 1; priority <= last; priority += 1) if (!taken.has(priority)) return priority;
  return last;
}

function withPriority(rule: JsonObject, priority: number): JsonObject {
  return { ...rule, properties: { ...(isObject(rule['properties']) ? rule['properties'] : {}), priority } };
}

function rulesOf(group: JsonObject): JsonObject[] {
  const rules = at(group, '/properties/securityRules');
  return Array.isArray(rules) ? rules.filter(isObject) : [];
}

function isCut(rule: JsonObject): boolean {
  return cuts.some(({ name }) => name === nameOf(rule));
}

function nameOf(rule: JsonObject): string {
  return String(rule['name'] ?? '').toLowerCase();
}

function directionOf(rule: JsonObject): string {
  return String(at(rule, '/properties/direction') ?? '');
}

function priorityOf(rule: JsonObject): number {
  return Number(at(rule, '/properties/priority') ?? 0);
}
