import { ArmError } from '../problems/arm-error.ts';
import type { Clock } from '../resource/clock.ts';
import type { JsonObject } from '../resource/json.ts';
import type { LeasePlace } from '../resource/leases.ts';
import { objects, text, texts } from './facts/json-fields.ts';
import type { Session } from './session.ts';

const apiVersion = '2024-06-01';
/** Seconds for which resolvers may keep the record. Nobody resolves it. */
const ttl = 3600;
/** Longest string of a TXT record (RFC 1035, 3.3.14). */
const longestString = 255;
/**
 * For so long after its end somebody else's lease is left alone, for clocks of machines differ. A machine whose clock
 * is further off can't sign in either: Microsoft Entra refuses its assertions.
 */
const clocksDifferMs = 5 * 60_000;

/** A lease as its record says it. */
interface Held {
  readonly leaseId: string;
  /** Milliseconds since the epoch, by the clock of whoever holds it. */
  readonly until: number;
  readonly text: string;
  readonly etag: string;
}

/**
 * Leases as TXT record sets of a private DNS zone: made only where none is (`If-None-Match: *`), renewed and taken over
 * only as they were last seen (`If-Match`), so that of two one is refused. Azure ends none of them: the record says
 * until when it holds, and one that has not changed for as long as a lease lasts is not being renewed either.
 * https://learn.microsoft.com/azure/dns/dns-zones-records (etags). `clock` is the machine's own time.
 */
export function recordLeases(zoneId: string, session: () => Promise<Session>, clock: Clock): LeasePlace {
  const pathOf = (name: string): string => `${zoneId}/TXT/${name}`;
  /** What others' records looked like when they were first seen so. */
  const seen = new Map<string, { readonly etag: string; readonly at: number }>();
  /** How long leases of ours last, by name, as they were taken for. */
  const lasting = new Map<string, number>();

  const read = async (name: string): Promise<Held | undefined> =>
    heldIn(await (await session()).get(pathOf(name), apiVersion));
  /** False when the record is not as it was seen any more. */
  const write = async (
    name: string,
    held: Omit<Held, 'etag'>,
    seenAs: string | undefined,
  ): Promise<boolean> => {
    const azure = await session();
    const condition = seenAs === undefined ? ({ ifNoneMatch: '*' } as const) : { ifMatch: seenAs };
    return met(() => azure.put(pathOf(name), apiVersion, bodyOf(held), condition));
  };
  /** Whether a lease of somebody else's has ended. */
  const isOver = (name: string, held: Held, seconds: number): boolean => {
    const now = clock.now();
    const before = seen.get(name);
    if (before?.etag !== held.etag) seen.set(name, { etag: held.etag, at: now });
    const unchangedMs = before?.etag === held.etag ? now - before.at : 0;
    return unchangedMs > seconds * 1000 || now > held.until + clocksDifferMs;
  };
  const mine = async (name: string, leaseId: string): Promise<Held | undefined> => {
    const held = await read(name);
    return held?.leaseId === leaseId ? held : undefined;
  };
  const untilOf = (name: string): number => clock.now() + (lasting.get(name) ?? 0);

  return {
    url: zoneId,
    read: async (name) => (await read(name))?.text,
    leases: {
      acquire: async (name, leaseId, seconds) => {
        lasting.set(name, seconds * 1000);
        const held = await read(name);
        if (held && held.leaseId !== leaseId && !isOver(name, held, seconds)) return false;
        return write(name, { leaseId, until: untilOf(name), text: '' }, held?.etag);
      },
      renew: async (name, leaseId) => {
        const held = await mine(name, leaseId);
        return held !== undefined && write(name, { ...held, until: untilOf(name) }, held.etag);
      },
      write: async (name, leaseId, said) => {
        const held = await mine(name, leaseId);
        return held !== undefined && write(name, { ...held, text: said }, held.etag);
      },
      release: async (name, leaseId) => {
        const held = await mine(name, leaseId);
        const azure = await session();
        if (held) await met(() => azure.delete(pathOf(name), apiVersion, '', { ifMatch: held.etag }));
      },
      isHeld: async (name) => {
        const held = await read(name);
        return held !== undefined && clock.now() <= held.until + clocksDifferMs;
      },
    },
  };
}

function bodyOf({ leaseId, until, text: said }: Omit<Held, 'etag'>): JsonObject {
  const head = [`lease=${leaseId}`, `until=${new Date(until).toISOString()}`];
  const rest = plain(said).match(new RegExp(`.{1,${longestString}}`, 'g')) ?? [];
  return {
    properties: {
      ttl,
      txtRecords: [{ value: head }, ...(rest.length > 0 ? [{ value: rest }] : [])],
    },
  };
}

/** A TXT record holds printable ASCII; JSON can say everything else in it too. */
function plain(said: string): string {
  return said.replace(
    /[^\x20-\x7e]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function heldIn(record: JsonObject | undefined): Held | undefined {
  if (record === undefined) return undefined;
  const strings = objects(record, '/properties/txtRecords').map((each) => texts(each, '/value'));
  const head = strings.find((each) => each.some((one) => one.startsWith('lease='))) ?? [];
  const stringOf = (key: string): string =>
    head.find((one) => one.startsWith(`${key}=`))?.slice(key.length + 1) ?? '';
  return {
    leaseId: stringOf('lease'),
    until: Date.parse(stringOf('until')) || 0,
    text: strings.find((each) => each !== head)?.join('') ?? '',
    etag: text(record, '/etag') ?? '',
  };
}

/** Whether a conditional write was done: false when Azure says that the condition does not hold. */
async function met(act: () => Promise<unknown>): Promise<boolean> {
  try {
    await act();
    return true;
  } catch (error) {
    if (error instanceof ArmError && error.status === 412) return false;
    throw error;
  }
}
