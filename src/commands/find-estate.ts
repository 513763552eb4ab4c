import type { Answers } from '../estate/answers.ts';
import type { Estate } from '../estate/estate.ts';
import { parseEstate } from '../estate/estate-file.ts';
import { estateFrom, missingAnswers } from '../estate/from-answers.ts';
import { writeEstate } from '../estate/write-estate.ts';
import { Refusal } from '../problems/problem.ts';
import type { Json } from '../resource/json.ts';
import { askEstate } from './ask-estate.ts';
import { defaultAnswers } from './default-answers.ts';
import { draftIn } from './draft.ts';
import { keepSchemas, readEstate, writeEstateFiles } from './estate-files.ts';
import type { CommonOptions } from './options.ts';
import type { Cloud, Ports } from './ports.ts';

/** The estate a command is about, and how to keep it. */
export interface FoundEstate {
  readonly estate: Estate;
  /** Not in a file yet. */
  readonly isNew: boolean;
  /** Writes it to its file when it is new, and what editors complete the file from beside it. */
  save(): Promise<void>;
}

type EstateOptions = CommonOptions & {
  readonly yes: boolean;
  readonly answers: Answers;
  /** A saved plan, with the estate that it was made from. */
  readonly planned?: { readonly path: string; readonly estate: Json };
};

/**
 * Reads the estate file. Without one: takes that of a saved plan, else asks in a terminal, and takes every default
 * otherwise where that is allowed. Undefined: the person left.
 */
export async function findEstate(options: EstateOptions, ports: Ports): Promise<FoundEstate | undefined> {
  const read = await readEstate(options.config, ports.files);
  if (read) return { estate: read.estate, isNew: false, save: () => keepSchemas(ports) };
  const estate = await newEstate(options, ports);
  if (!estate) return undefined;
  return { estate, isNew: true, save: () => keep(estate, options.config, ports) };
}

async function newEstate(options: EstateOptions, ports: Ports): Promise<Estate | undefined> {
  if (options.planned) return parseEstate(JSON.stringify(options.planned.estate), options.planned.path);
  if (ports.interactive && !options.yes) return askEstate(options, ports);
  return withDefaults(options, options.cloud ?? options.answers.cloud ?? 'sandbox', ports);
}

async function keep(estate: Estate, path: string, ports: Ports): Promise<void> {
  const before = await readEstate(path, ports.files);
  if (before) await writeEstateFiles(before, estate, ports);
  else await ports.files.write(path, writeEstate(estate));
  await keepSchemas(ports);
  await draftIn(ports).remove();
  ports.show.text(`Saved ${path}.`);
}

/** Every default: with --yes anywhere, and without a terminal in the sandbox. */
async function withDefaults(options: EstateOptions, cloudName: string, ports: Ports): Promise<Estate> {
  const cloud = await ports.cloud(cloudName);
  const answers = cloud.sandbox || options.yes ? await fill(options.answers, cloud) : options.answers;
  const missing = missingAnswers(answers);
  const [first, ...rest] = missing.map((answer) => ({
    code: 'GT-ANSWER-MISSING',
    what: `${answer.message} is not answered`,
    why: `there is no ${options.config}, and without a terminal nobody can be asked`,
    next: [`Add ${answer.flag}, or write ${answer.key} into ${options.config}.`] as [string],
  }));
  if (first) throw new Refusal([first, ...rest]);
  ports.show.text(`No ${options.config} here: taking every default, in the cloud ${cloud.name}.`);
  return estateFrom(
    { ...answers, cloud: cloudName },
    {
      estateId: ports.newEstateId(),
      existingRanges: await rangesOf(answers, cloud),
    },
  );
}

async function fill(given: Answers, cloud: Cloud): Promise<Answers> {
  return defaultAnswers(given, cloud.advice);
}

/** Ranges that exist in the subscriptions of the answers. */
async function rangesOf(answers: Answers, cloud: Cloud): Promise<string[]> {
  const { advice } = cloud;
  const subscriptions = (answers.environments ?? []).flatMap(
    (environment) => environment.subscriptionId ?? [],
  );
  const ranges = await Promise.all(subscriptions.map((subscription) => advice.existingRanges(subscription)));
  return ranges.flat().map((existing) => existing.range);
}

/** What to say where there has to be an estate file and is none. */
export function noEstateFile(path: string, why: string, ...otherwise: readonly string[]): Refusal {
  return new Refusal([
    {
      code: 'GT-ESTATE-NONE',
      what: `there is no estate file ${path}`,
      why,
      next: ['Name it with --config FILE.', ...otherwise],
    },
  ]);
}
