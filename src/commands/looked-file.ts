import { z } from 'zod';
import type { Estate } from '../estate/estate.ts';
import { Refusal } from '../problems/problem.ts';
import type { Looked } from '../resource/sighting.ts';
import type { Cloud, Ports } from './ports.ts';

/** Format of the file. */
const LOOKED_FORMAT = 1;

/** Hours for which what a machine saw counts. */
const validHours = 24;

const problem = z.object({ problem: z.string() });
const answer = z.union([problem, z.object({ status: z.int(), said: z.string(), ms: z.number() })]);
const sighting = z.object({
  name: z.string(),
  port: z.int(),
  resolved: z.union([problem, z.object({ addresses: z.array(z.string()) })]),
  connection: z
    .union([problem, z.object({ protocol: z.string(), subject: z.string(), validUntil: z.string() })])
    .exactOptional(),
  olderTls: z.enum(['refused', 'taken', 'untried']).exactOptional(),
  answer: answer.exactOptional(),
  inference: z.object({ deployment: z.string(), answer }).exactOptional(),
});
const schema = z.object({
  format: z.literal(LOOKED_FORMAT),
  estate: z.string(),
  cloud: z.string(),
  at: z.iso.datetime(),
  by: z.string(),
  stamps: z.array(z.object({ stamp: z.string(), sightings: z.array(sighting) })),
});

/** What a machine saw of some stamps, as a file hands it over. It holds neither tokens nor answers of models. */
export function lookedFile(
  estate: Estate,
  cloud: Pick<Cloud, 'name' | 'clock'>,
  by: string,
  looked: readonly { readonly stamp: string; readonly looked: Looked }[],
): string {
  const document: z.input<typeof schema> = {
    format: LOOKED_FORMAT,
    estate: estate.id,
    cloud: cloud.name,
    at: new Date(cloud.clock.now()).toISOString(),
    by,
    stamps: looked.map(({ stamp, looked: { sightings } }) => ({
      stamp,
      sightings: sightings.map((each) => structuredClone(each) as z.input<typeof sighting>),
    })),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/**
 * By stamp, what such a file tells. Throws a Refusal for one that is missing, of another estate or cloud, of another
 * shape, or too old.
 */
export async function readLooked(
  path: string,
  estate: Estate,
  cloud: Pick<Cloud, 'name' | 'clock'>,
  ports: Pick<Ports, 'files'>,
): Promise<ReadonlyMap<string, Looked>> {
  const text = await ports.files.read(path);
  const read = schema.safeParse(parsed(text));
  if (text === undefined || !read.success) {
    throw refusal(
      'GT-INSIDE-FILE',
      text === undefined ? `${path} is not there` : `${path} is not what a machine saw`,
      'the file comes out of gotthard verify --from-inside --out FILE, of this version',
    );
  }
  const { estate: id, cloud: name, at, by, stamps } = read.data;
  if (id !== estate.id || name !== cloud.name) {
    throw refusal(
      'GT-INSIDE-OTHER',
      `${path} is about estate ${id} on ${name}, and this is estate ${estate.id} on ${cloud.name}`,
      'what was seen of one estate proves nothing of another',
    );
  }
  const age = cloud.clock.now() - Date.parse(at);
  if (age > validHours * 3_600_000) {
    throw refusal(
      'GT-INSIDE-OLD',
      `${path} is of ${at}, seen by ${by}`,
      `what a machine saw counts for ${validHours} hours`,
    );
  }
  return new Map(stamps.map(({ stamp, sightings }) => [stamp, { at, by, sightings }]));
}

function refusal(code: string, what: string, why: string): Refusal {
  return new Refusal([{ code, what, why, next: ['gotthard verify --from-inside --print'] }]);
}

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}
