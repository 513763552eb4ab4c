import { isProblem } from '../checks/inside/looks.ts';
import { privateNamesOf } from '../checks/inside/private-names.ts';
import { makeDesign } from '../design/make-design.ts';
import type { Estate, Stamp } from '../estate/estate.ts';
import { Refusal } from '../problems/problem.ts';
import { idKey } from '../resource/arm-id.ts';
import type { JsonObject } from '../resource/json.ts';
import type { Looked, Looks, Sighting } from '../resource/sighting.ts';
import { atOnce } from '../run/at-once.ts';
import { exit } from './exit-code.ts';
import { announceInferences, look } from './look.ts';
import { lookedFile, readLooked } from './looked-file.ts';
import type { VerifyOptions } from './options.ts';
import type { Cloud, Ports } from './ports.ts';
import { contextOf, type Prepared } from './prepare.ts';

type Wanted = Pick<
  VerifyOptions,
  'fromInside' | 'fromOutside' | 'inside' | 'print' | 'out' | 'fix' | 'sandboxFrom' | 'subscription'
>;

/** How many environments are looked at at once. */
const lookedAtOnce = 8;

/** Refuses flags that contradict each other, before anything is read. */
export function refuseContradictions(options: Wanted): void {
  const { fromInside, fromOutside, inside, print, fix, out, subscription } = options;
  const looks = [
    ...(fromInside ? ['--from-inside'] : []),
    ...(fromOutside ? ['--from-outside'] : []),
    ...(inside === undefined ? [] : ['--inside']),
  ];
  const wrong =
    subscription !== undefined && looks.length > 0
      ? [
          `--subscription goes without ${looks.join(', ')}`,
          'only an estate file says which names are private',
        ]
      : fromInside && (fromOutside || inside !== undefined)
        ? [
            `${looks.join(' and ')} contradict each other`,
            'a machine is either inside the network or outside',
          ]
        : print && !fromInside
          ? ['--print goes with --from-inside', 'it tells how to look from a machine inside']
          : fix && fromInside && out !== undefined
            ? ['--out is either for --fix or for --from-inside', 'it names one file']
            : undefined;
  if (wrong === undefined) return;
  const [what = '', why = ''] = wrong;
  throw new Refusal([
    { code: 'GT-VERIFY-FLAGS', what, why, next: ['gotthard verify --help says what goes together.'] },
  ]);
}

/** Tells whoever has a machine in the network what to do there: what it takes, and what comes back. */
export function printHandOver(
  stamps: readonly Stamp[],
  cloud: string,
  options: VerifyOptions,
  ports: Ports,
): number {
  const selection = [
    ...(options.tenant === undefined ? [] : [`--tenant ${options.tenant}`]),
    ...(options.env === undefined ? [] : [`--env ${options.env}`]),
  ];
  const there = [
    'gotthard verify --from-inside',
    ...selection,
    `--cloud ${cloud}`,
    ...(cloud === 'sandbox' ? [] : ['--credential managed']),
    '--out inside.json',
  ].join(' ');
  const here = ['gotthard verify', ...selection, '--inside inside.json'].join(' ');
  if (options.json) ports.json({ cloud, there, here, environments: stamps.map(handedOver) });
  else ports.text(handOverText(stamps, there, here).join('\n'));
  return exit.done;
}

function handedOver(stamp: Stamp) {
  const design = makeDesign(stamp);
  return {
    tenant: design.tenant,
    environment: design.environment,
    directoryId: design.directoryId,
    names: privateNamesOf(design).map(({ name, port }) => ({ name, port })),
  };
}

function handOverText(stamps: readonly Stamp[], there: string, here: string): string[] {
  return [
    'To look from inside the network, on a machine there:',
    '',
    '1. Copy the estate file there. It holds no secrets.',
    '2. Sign in as somebody who may call models, and needs nothing else: the role',
    '   Cognitive Services OpenAI User on the account. Azure Resource Manager is not',
    '   asked. A managed identity will do (--credential managed), or az login.',
    '3. Run there, which asks for one small inference and tells its cost first:',
    `     ${there}`,
    '   The file holds neither tokens nor answers of models.',
    '4. Bring the file back within 24 hours, and run here:',
    `     ${here}`,
    '',
    ...stamps
      .map(handedOver)
      .flatMap(({ tenant, environment, directoryId, names }) => [
        `Looked at in ${tenant}/${environment}, with tokens of directory\n${directoryId}:`,
        ...names.map(({ name, port }) => `  ${name}:${port}`),
      ]),
  ];
}

/** Looks from this machine, and leaves the verdicts to whoever can read Azure: nothing of it is asked here. */
export async function lookAlone(
  estate: Estate,
  stamps: readonly Stamp[],
  file: string,
  options: VerifyOptions,
  ports: Ports,
): Promise<number> {
  const cloud = await ports.cloud(options.cloud ?? estate.cloud);
  const subjects = stamps.map((stamp) => ({ stamp, design: makeDesign(stamp) }));
  announceInferences(
    subjects.map(({ design }) => design),
    await contextOf(estate, { ...ports, cloud }, {}),
    ports,
  );
  const seen: { stamp: string; looked: Looked }[] = [];
  for (const subject of subjects) {
    const looking = { where: 'inside', cloud, standsIn: options.sandboxFrom, by: ports.by } as const;
    const looked = await look(subject, looking);
    seen.push({ stamp: subject.stamp.name, looked });
    ports.show.text(
      [
        `${subject.stamp.name}, from ${ports.by}:`,
        ...looked.sightings.map((each) => `  ${lineOf(each)}`),
      ].join('\n'),
    );
  }
  await ports.files.write(file, lookedFile(estate, cloud, ports.by, seen));
  ports.show.text(
    `${file} holds what this machine saw. Where Azure can be read, within 24 hours: gotthard verify --inside ${file}`,
  );
  if (options.json)
    ports.json({ cloud: cloud.name, looked: seen.map(({ stamp, looked }) => ({ stamp, ...looked })) });
  return exit.done;
}

function lineOf({ name, resolved, connection, answer, inference }: Sighting): string {
  if (isProblem(resolved)) return `${name}: ${resolved.problem}`;
  const where = `${name} = ${resolved.addresses.join(', ')}`;
  if (connection === undefined) return `${where}: not private, not tried`;
  if (isProblem(connection)) return `${where}: ${connection.problem}`;
  const said = inference?.answer ?? answer;
  const told =
    said === undefined
      ? []
      : [isProblem(said) ? said.problem : `${said.status} ${said.said.split(':')[0] ?? ''}`.trim()];
  return `${where}: ${[connection.protocol, ...told].join(', ')}`;
}

/** Whether anybody looks, or has looked. */
export function isLooking({ fromInside, fromOutside, inside }: Wanted): boolean {
  return fromInside || fromOutside || inside !== undefined;
}

/** The stamps with what machines saw of them, and what they should have seen. */
export async function withLooks(
  estate: Estate,
  stamps: readonly Prepared[],
  cloud: Cloud,
  options: Wanted,
  ports: Ports,
): Promise<readonly (Prepared & { readonly looks?: Looks })[]> {
  const { fromInside, fromOutside, inside, sandboxFrom } = options;
  const handed = inside === undefined ? undefined : await readLooked(inside, estate, cloud, ports);
  if (fromInside) {
    const context = await contextOf(estate, { ...ports, cloud }, {});
    announceInferences(
      stamps.map(({ design }) => design),
      context,
      ports,
    );
  }
  const looking = { cloud, standsIn: sandboxFrom, by: ports.by };
  const each = async (one: Prepared): Promise<Prepared & { looks?: Looks }> => {
    // What a subscription has once is no network, and has no names.
    if (one.design.users) return one;
    const seenInside = fromInside
      ? await look(one, { ...looking, where: 'inside' })
      : handed?.get(one.stamp.name);
    const seenOutside = fromOutside ? await look(one, { ...looking, where: 'outside' }) : undefined;
    return {
      ...one,
      looks: {
        addresses: await cloud.endpointAddresses(one.azure, endpointsOf(one)),
        ...(seenInside ? { inside: seenInside } : {}),
        ...(seenOutside ? { outside: seenOutside } : {}),
      },
    };
  };
  return atOnce(lookedAtOnce, stamps, each);
}

/** Bodies of the endpoints that exist. */
function endpointsOf({ design, observed }: Prepared): Record<string, JsonObject> {
  const ids = design.resources
    .filter(({ type }) => type === 'Microsoft.Network/privateEndpoints')
    .map(({ id }) => id);
  return Object.fromEntries(
    ids.flatMap((id) => {
      const body = observed.resources[idKey(id)];
      return body ? [[id, body] as const] : [];
    }),
  );
}
