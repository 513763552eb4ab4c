import { Refusal } from '../problems/problem.ts';
import type { PipelinesJson } from '../report/json.ts';
import { pipelinesOf } from '../report/pipeline.ts';
import { readEstate } from './estate-files.ts';
import { exit } from './exit-code.ts';
import { noEstateFile } from './find-estate.ts';
import type { ExportPipelineOptions } from './options.ts';
import type { Ports } from './ports.ts';

/** Where the jobs of a pipeline find the estate file. */
const expected = 'gotthard.yaml';

/** Writes the pipelines that plan and deploy the estate, or prints them. */
export async function exportPipeline(options: ExportPipelineOptions, ports: Ports): Promise<number> {
  const found = await readEstate(options.config, ports.files);
  if (!found)
    throw noEstateFile(options.config, 'a pipeline deploys an estate file', 'Make one: gotthard deploy');
  if (options.config !== expected) throw elsewhere(options.config);
  const template = await ports.template(`pipelines/${options.for}.yml`);
  const pipelines = pipelinesOf(options.for, template, found.estate);
  const written = pipelines.map((pipeline, index) => ({ ...pipeline, path: pathOf(options.out, index) }));
  if (options.out === undefined && pipelines.length > 1) throw tooMany(found.estate.name, pipelines.length);
  for (const { path, text, stamps } of written) {
    if (path === undefined) continue;
    await ports.files.write(path, text);
    ports.show.text(
      `${path} plans and deploys ${stamps.length === 1 ? 'one environment' : `${stamps.length} environments`}.`,
    );
  }
  if (options.json)
    ports.json({
      pipelines: written.map(({ path, stamps, text }) => ({
        ...(path === undefined ? { text } : { path }),
        stamps,
      })),
    } satisfies PipelinesJson);
  else if (options.out === undefined) ports.text(written.map(({ text }) => text.trimEnd()).join('\n'));
  ports.show.text(
    `Its identities and what they trust: gotthard export federation --for ${options.for} --repository ${options.for === 'github' ? 'OWNER/NAME' : 'ORGANISATION/PROJECT'}`,
  );
  return exit.done;
}

/** `gotthard.yml`, `gotthard-2.yml`, … */
function pathOf(out: string | undefined, index: number): string | undefined {
  return index === 0 || out === undefined ? out : out.replace(/(\.[^./]*)?$/, `-${index + 1}$1`);
}

function elsewhere(config: string): Refusal {
  return new Refusal([
    {
      code: 'GT-EXPORT-CONFIG',
      what: `the pipeline would not find ${config}`,
      why: `its jobs start in the root of the repository and read ${expected} there`,
      next: [`Run it where ${expected} lies, in the root of the repository.`],
    },
  ]);
}

function tooMany(name: string, count: number): Refusal {
  return new Refusal([
    {
      code: 'GT-EXPORT-OUT',
      what: `estate ${name} needs ${count} workflows`,
      why: 'a workflow takes 256 environments at most, and each is a file of its own',
      next: ['gotthard export pipeline --for github --out .github/workflows/gotthard.yml'],
    },
  ]);
}
