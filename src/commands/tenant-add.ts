import { missingTenantAnswers, withoutTenant, withTenant } from '../estate/add-tenant.ts';
import type { Answers } from '../estate/answers.ts';
import { type Estate, stampsOf } from '../estate/estate.ts';
import { ArmError } from '../problems/arm-error.ts';
import { refuseIfAny } from '../problems/problem.ts';
import { planJson, problemsJson, runJson } from '../report/json.ts';
import type { RunResult } from '../run/events.ts';
import { askTenant } from './ask-tenant.ts';
import { costGrowth, growthText } from './cost-growth.ts';
import { deployStamps } from './deploy.ts';
import { draftIn } from './draft.ts';
import { type EstateInFiles, keepSchemas, readEstate, writeEstateFiles } from './estate-files.ts';
import { noEstateFile } from './find-estate.ts';
import type { TenantAddOptions } from './options.ts';
import type { Cloud, Ports } from './ports.ts';

/**
 * Asks for a tenant, derives all else from the estate, plans and prices it alone, confirms, runs, verifies and reports.
 *
 * The estate file holds the tenant from the confirmation on, so that its runs can be resumed; when all of them were put
 * back or never began, it is taken out again. Declined, the file is never touched.
 */
export async function tenantAdd(options: TenantAddOptions, ports: Ports): Promise<number> {
  const found = await readEstate(options.config, ports.files);
  if (!found) throw noEstateFile(options.config, 'a tenant joins an estate', 'Make one: gotthard deploy');
  const before = options.allowSharedSubscriptions
    ? { ...found.estate, allowSharedSubscriptions: true }
    : found.estate;
  const cloudName = options.cloud ?? before.cloud;
  const cloud = await ports.cloud(cloudName);
  const asked = ports.interactive && !options.yes;
  const answers = asked ? await askTenant(before, options.answers, cloudName, ports) : options.answers;
  refuseMissing(answers, options.config);
  const estate = withTenant(before, answers, await rangesAround(answers, cloud));
  const name = estate.tenants.at(-1)?.name ?? '';
  const growth = await costGrowth(found.estate, estate, cloud.name, ports);
  const file = new TenantInFile(name, estate, options.config, ports);
  const ended = await deployStamps(
    {
      estate,
      stamps: stampsOf(estate).filter(({ tenant }) => tenant.name === name),
      cloud,
      isNew: false,
      also: growthText(growth),
      confirmed: () => file.put(),
    },
    options,
    ports,
  );
  if (ended.results.length > 0 && ended.results.every(leftNothing)) {
    await file.takeOut();
    if (asked) await draftIn(ports, 'tenant').write(answers, 'review', ports.today());
  }
  if (options.json) {
    const plan = { ...ended.preparation, cost: growth };
    ports.json(
      ended.problems.length > 0
        ? problemsJson(cloud.name, ended.problems, plan)
        : {
            tenant: name,
            plan: planJson(cloud.name, plan),
            ...runJson(cloud.name, ended.results, ended.isolation),
          },
    );
  }
  return ended.code;
}

/** Whether nothing of a run is there. */
function leftNothing({ outcome }: RunResult): boolean {
  return outcome === 'rolled-back' || outcome === 'refused';
}

/** The tenant in the estate's files. */
class TenantInFile {
  readonly #name: string;
  readonly #estate: Estate;
  readonly #config: string;
  readonly #ports: Ports;
  #before: EstateInFiles | undefined;
  #written: EstateInFiles | undefined;
  #paths: readonly string[] = [];

  constructor(name: string, estate: Estate, config: string, ports: Ports) {
    this.#name = name;
    this.#estate = estate;
    this.#config = config;
    this.#ports = ports;
  }

  /** Into the files as they are by now: somebody may have edited them while the questions were asked. */
  async put(): Promise<void> {
    const now = await this.#read();
    const tenant = this.#estate.tenants.find(({ name }) => name === this.#name);
    const { allowSharedSubscriptions } = this.#estate;
    const joined = {
      ...now.estate,
      ...(allowSharedSubscriptions === undefined ? {} : { allowSharedSubscriptions }),
      tenants: [...now.estate.tenants, ...(tenant ? [tenant] : [])],
    };
    this.#paths = await writeEstateFiles(now, joined, this.#ports);
    this.#before = now;
    // Read as it stands: a conflict with what was edited meanwhile ends before anything is begun.
    this.#written = await this.#read().catch(async (error: unknown) => {
      await this.#restore(now);
      throw error;
    });
    await keepSchemas(this.#ports);
    await draftIn(this.#ports, 'tenant').remove();
    this.#ports.show.text(`Saved ${this.#name} in ${this.#paths.join(', ')}.`);
  }

  /** Out of them again; byte for byte as before, unless somebody has edited them since. */
  async takeOut(): Promise<void> {
    if (!this.#before || !this.#written) return;
    const now = await this.#read();
    if (JSON.stringify(now.files) === JSON.stringify(this.#written.files)) await this.#restore(this.#before);
    else await writeEstateFiles(now, withoutTenant(now.estate, this.#name), this.#ports);
    this.#ports.show.text(`Nothing of ${this.#name} is there: it was taken out of ${this.#config} again.`);
  }

  async #restore({ files: { root, tenants } }: EstateInFiles): Promise<void> {
    const { files } = this.#ports;
    const known = new Set([root, ...tenants].map(({ path }) => path));
    for (const { path, text } of [root, ...tenants]) {
      if ((await files.read(path)) !== text) await files.write(path, text);
    }
    for (const path of this.#paths) if (!known.has(path)) await files.remove(path);
  }

  async #read(): Promise<EstateInFiles> {
    const read = await readEstate(this.#config, this.#ports.files);
    if (!read) throw noEstateFile(this.#config, 'it was there when the tenant was planned');
    return read;
  }
}

function refuseMissing(answers: Answers, file: string): void {
  refuseIfAny(
    missingTenantAnswers(answers).map(({ message, flag, key }) => ({
      code: 'GT-ANSWER-MISSING',
      what: `${message} is not answered`,
      why: 'nothing of the estate can stand for it, and without a terminal nobody can be asked',
      next: [`Add ${flag}, or write ${key} into ${file}.`],
    })),
  );
}

/** Ranges that exist in the subscriptions of the answers; where they can't be read, preflight says why. */
async function rangesAround({ environments = [] }: Answers, { advice }: Cloud): Promise<string[]> {
  const subscriptions = new Set(environments.flatMap(({ subscriptionId }) => subscriptionId ?? []));
  const found = await Promise.all(
    [...subscriptions].map(async (id) => {
      try {
        return await advice.existingRanges(id);
      } catch (error) {
        if (!(error instanceof ArmError)) throw error;
        return [];
      }
    }),
  );
  return found.flat().map(({ range }) => range);
}
