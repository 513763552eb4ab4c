import Big from 'big.js';
import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { usageProfiles } from '../estate/estate.ts';
import { nearest } from '../estate/nearest.ts';
import { type Problem, refuseIfAny } from '../problems/problem.ts';
import { replaced, stated, withPeopleUnits } from './people-units.ts';
import { exactly, type Range } from './range.ts';
import { type Usage, type UsageFigure, usageFigures, usageOf } from './usage.ts';

/** Format of a usage file. */
const USAGE_FORMAT = 1;

const number = z.number().nonnegative().max(1e15);
const figure = z.union([number, z.strictObject({ low: number, expected: number, high: number })]);
const figuresByName = Object.fromEntries(usageFigures.map((name) => [name, figure.optional()])) as {
  [name in UsageFigure]: z.ZodOptional<typeof figure>;
};

const stampSchema = z.strictObject({
  profile: z.enum(usageProfiles).optional(),
  requestsPerDay: number.optional(),
  promptTokens: number.optional(),
  answerTokens: number.optional(),
  logGbPerDay: number.optional(),
  reservation: z.enum(['1 Month', '1 Year']).optional(),
  ...figuresByName,
});

const publishedLine = z.strictObject({
  service: z.array(z.string().min(1)).min(1),
  chf: z.number().nonnegative(),
  because: z.string().min(1),
});

const fileSchema = z.strictObject({
  format: z.literal(USAGE_FORMAT),
  everywhere: stampSchema.optional(),
  environments: z.record(z.string(), stampSchema).default({}),
  published: z
    .strictObject({
      title: z.string().min(1),
      lines: z.record(z.string(), publishedLine),
    })
    .optional(),
});

type Given = z.output<typeof stampSchema>;

/** A published estimate of the same estate, to be told beside ours. */
export type Published = NonNullable<z.output<typeof fileSchema>['published']>;

/** What a usage file says. */
export interface UsageFile {
  readonly usage: ReadonlyMap<string, Usage>;
  readonly published: Published | undefined;
}

/**
 * Reads a usage file over what the estate file says: `everywhere` for every environment, then the environment's own
 * section. Throws a Refusal with all mistakes at once.
 */
export function parseUsage(text: string, file: string, estate: ReadonlyMap<string, Usage>): UsageFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  refuseIfAny(
    document.errors.map((error) => ({
      code: 'GT-USAGE-YAML',
      what: `${file}:${lines.linePos(error.pos[0]).line} ${error.message.split('\n')[0]?.replace(/:$/, '')}`,
      why: 'the file is not well-formed YAML',
      next: ['Correct the line; an editor with a YAML extension shows it too.'],
    })),
  );
  const given: unknown = document.toJS();
  const parsed = fileSchema.safeParse(given);
  refuseIfAny([
    ...(parsed.error?.issues ?? []).flatMap((issue) => problemsOf(issue, file, given)),
    ...strangers(namedStamps(given), [...estate.keys()], file),
  ]);
  const { everywhere, environments, published } = fileSchema.parse(given);
  const usage = [...estate].map(([stamp, known]): [string, Usage] => [
    stamp,
    [everywhere, environments[stamp]].reduce<Usage>(
      (before, given) => (given ? over(before, given, file) : before),
      known,
    ),
  ]);
  return { usage: new Map(usage), published };
}

function over(known: Usage, given: Given, file: string): Usage {
  const base = given.profile === undefined ? known : usageOf(given.profile);
  const { requestsPerDay, promptTokens, answerTokens, logGbPerDay, reservation } = given;
  const usual = withPeopleUnits(base, { requestsPerDay, promptTokens, answerTokens, logGbPerDay }, file);
  const figures: { [name in UsageFigure]?: Range } = {};
  for (const name of usageFigures) {
    const value = given[name];
    if (value === undefined) continue;
    figures[name] =
      typeof value !== 'number'
        ? { low: new Big(value.low), expected: new Big(value.expected), high: new Big(value.high) }
        : counted.has(name)
          ? exactly(value)
          : stated(value);
  }
  const usage = withoutMoreCacheThanPrompts(replaced(usual, figures, file));
  return reservation === undefined ? usage : { ...usage, reservation };
}

/** The cached part of the prompts is never more than the prompts. */
function withoutMoreCacheThanPrompts(usage: Usage): Usage {
  const { inputTokens, cachedTokens } = usage;
  const least = (name: keyof Range) =>
    cachedTokens[name].gt(inputTokens[name]) ? inputTokens[name] : cachedTokens[name];
  return {
    ...usage,
    cachedTokens: { low: least('low'), expected: least('expected'), high: least('high') },
  };
}

/** What is there or isn't: nobody is ten per cent wrong about a number of gateways. */
const counted: ReadonlySet<UsageFigure> = new Set<UsageFigure>([
  'hsmKeys',
  'hsmAdvancedKeys',
  'natGateways',
  'publicIps',
  'firewalls',
  'premiumFirewalls',
  'dnsResolverEndpoints',
  'ddosPlans',
  'defenderKeyVaults',
  'defenderStorageAccounts',
  'defenderSubscriptions',
]);

/** Environments that a file names, whatever else is wrong with it. */
function namedStamps(given: unknown): string[] {
  const environments =
    typeof given === 'object' && given !== null && 'environments' in given ? given.environments : undefined;
  return typeof environments === 'object' && environments !== null ? Object.keys(environments) : [];
}

function strangers(named: readonly string[], stamps: readonly string[], file: string): Problem[] {
  return named
    .filter((name) => !stamps.includes(name))
    .map((name) => ({
      code: 'GT-USAGE-STAMP',
      what: `${file} environments.${name}: the estate has no such environment`,
      why: 'an environment is named as TENANT/ENVIRONMENT, as the estate file has them',
      next: [`One of ${stamps.join(', ')}.`],
    }));
}

function problemsOf(issue: z.core.$ZodIssue, file: string, given: unknown): Problem[] {
  const path = issue.path.map(String);
  const where = (keys: readonly string[]): string => `${file} ${keys.join('.') || 'the file'}`;
  if (issue.code === 'unrecognized_keys') {
    const known = path.length === 0 ? ['format', 'everywhere', 'environments', 'published'] : ownKeys;
    return issue.keys.map((key) => {
      const meant = nearest(key, known);
      return {
        code: 'GT-USAGE-KEY',
        what: `${where([...path, key])}: there is no such key`,
        why: meant ? `did you mean ${meant}?` : 'a usage file knows a fixed list of figures',
        next: [`Allowed: ${known.join(', ')}.`] as const,
      };
    });
  }
  const value = path.reduce<unknown>(
    (at, key) => (typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[key] : undefined),
    given,
  );
  const allowed =
    issue.code === 'invalid_value'
      ? issue.values.join(', ')
      : 'a number from 0, or a section of low, expected and high';
  return [
    {
      code: 'GT-USAGE-VALUE',
      what: `${where(path)}: ${value === undefined ? 'missing' : JSON.stringify(value)}`,
      why: 'the value is not one of those that are allowed here',
      next: [`Allowed: ${allowed}.`],
    },
  ];
}

const ownKeys = Object.keys(stampSchema.shape);
