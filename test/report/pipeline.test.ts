import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import type { Estate } from '../../src/estate/estate.ts';
import { stampsOf } from '../../src/estate/estate.ts';
import { pipelineKinds, pipelinesOf } from '../../src/report/pipeline.ts';
import type { Json, JsonObject } from '../../src/resource/json.ts';
import { sampleEstate } from '../kit/sample-estate.ts';
import { schemaErrors, withWorkflowSchemas } from '../kit/workflow-schema.ts';
import { expanded } from '../kit/workflows.ts';

const folder = mkdtempSync(join(tmpdir(), 'gotthard-pipelines-'));
afterAll(() => rmSync(folder, { recursive: true }));

const templateOf = (kind: string): string =>
  readFileSync(new URL(`../../templates/pipelines/${kind}.yml`, import.meta.url), 'utf8');

/** So many tenants of two environments each; nothing but their names matters. */
function estateOf(count: number): Estate {
  const estate = sampleEstate();
  const [tenant] = estate.tenants;
  const [environment] = tenant?.environments ?? [];
  if (!tenant || !environment) throw new Error('the sample has nothing in it');
  const environments = ['dev', 'prod-eu'].map((name) => ({ ...environment, name }));
  const tenants = Array.from({ length: count }, (_, n) => ({ ...tenant, name: `t-${n}`, environments }));
  return { ...estate, tenants };
}

const made = (kind: (typeof pipelineKinds)[number], count: number) =>
  pipelinesOf(kind, templateOf(kind), estateOf(count));

interface Workflow {
  readonly name: string;
  readonly jobs: Readonly<Record<string, { strategy: { matrix: { include: readonly JsonObject[] } } }>>;
}
const includesOf = (text: string, job: string): readonly JsonObject[] =>
  (parse(text) as Workflow).jobs[job]?.strategy.matrix.include ?? [];

describe('a pipeline', () => {
  it.each(pipelineKinds)('for %s names every environment once, whatever their number', (kind) => {
    for (const count of [1, 128, 129, 300]) {
      const pipelines = made(kind, count);
      expect(pipelines.flatMap(({ stamps }) => stamps)).toEqual(
        stampsOf(estateOf(count)).map(({ name }) => name),
      );
    }
  });

  it('for GitHub signs in to the directory of the tenant, or to the one that manages it by delegation', () => {
    const lighthouse = '6f1d2c84-3a57-4e0b-9c21-5b8e7d4a1f10';
    const estate = estateOf(2);
    const [own, other] = estate.tenants;
    if (!own || !other) throw new Error('two tenants were asked for');
    const tenants = [own, { ...other, auth: { lighthouse } }];
    const [pipeline] = pipelinesOf('github', templateOf('github'), { ...estate, tenants });
    const directories = includesOf(pipeline?.text ?? '', 'deploy').map(({ directory }) => directory);
    expect(directories).toEqual([own.directoryId, own.directoryId, lighthouse, lighthouse]);
  });

  it('for GitHub holds at most the 256 jobs of a matrix; what is more is a workflow of another name', () => {
    const pipelines = made('github', 300);
    expect(pipelines.map(({ stamps }) => stamps.length)).toEqual([256, 256, 88]);
    expect(pipelines.map(({ text }) => (parse(text) as Workflow).name)).toEqual([
      'Gotthard',
      'Gotthard 2',
      'Gotthard 3',
    ]);
    for (const { text } of pipelines) {
      expect(includesOf(text, 'plan')).toEqual(includesOf(text, 'deploy'));
      // https://docs.github.com/actions/reference/limits: a larger file starts no run.
      expect(text.length).toBeLessThan(500_000);
    }
  });

  it('for Azure DevOps has a job of its own name for each environment', () => {
    const document = expandedPipeline(made('azure-devops', 300)[0]?.text ?? '') as {
      stages: { stage: string; jobs: { job?: string; deployment?: string }[] }[];
    };
    expect(document.stages.map(({ stage, jobs }) => `${stage} ${jobs.length}`)).toEqual([
      ...['plan_part_1 256', 'deploy_part_1 256', 'plan_part_2 256', 'deploy_part_2 256'],
      ...['plan_part_3 88', 'deploy_part_3 88'],
    ]);
    const names = document.stages.flatMap(({ jobs }) => jobs.map((job) => job.job ?? job.deployment ?? ''));
    expect(new Set(names).size).toBe(1200);
    for (const name of names) expect(name).toMatch(/^[A-Za-z_]\w*$/);
  });

  it('keeps what the template says, comments too', () => {
    for (const kind of pipelineKinds) {
      const comments = templateOf(kind).match(/^ *#.*/gm) ?? [];
      expect((made(kind, 1)[0]?.text ?? '').match(/^ *#.*/gm)).toEqual(comments);
    }
  });

  it('puts no value of a matrix into a script: what is run is the same for everybody', () => {
    for (const kind of pipelineKinds) {
      const scripts = templateOf(kind).match(/^.*gotthard (plan|deploy).*$/gm) ?? [];
      expect(scripts).toHaveLength(2);
      for (const script of scripts) expect(script).not.toContain('${{');
    }
  });
});

/** A document of Azure Pipelines without its parameters, as they are gone once it is expanded. */
function expandedPipeline(text: string): Json {
  const { parameters, ...rest } = parse(text) as JsonObject & {
    parameters: { name: string; default: Json }[];
  };
  const scope = Object.fromEntries(parameters.map(({ name, default: value }) => [name, value]));
  return expanded(rest, { parameters: scope });
}

withWorkflowSchemas('a pipeline is valid', () => {
  const write = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };

  it('by the JSON Schema of GitHub workflows, and a wrong one is not', () => {
    const texts = made('github', 129).map(({ text }) => text);
    const files = texts.map((text, index) => write(`github-${index}.yml`, text));
    const wrong = write('wrong.yml', (texts[0] ?? '').replace('runs-on:', 'runs-in:'));
    expect(filesIn(schemaErrors('github-workflows', [...files, wrong]))).toEqual([wrong]);
  });

  it('by the JSON Schema of Azure Pipelines once it is expanded, and a wrong one is not', () => {
    const text = stringify(expandedPipeline(made('azure-devops', 2)[0]?.text ?? ''));
    const wrong = write('wrong.yml', text.replaceAll('azureSubscription:', 'subscription:'));
    expect(filesIn(schemaErrors('azure-pipelines', [write('azure.yml', text), wrong]))).toEqual([wrong]);
  });
});

/** Files that the validator found fault with. */
function filesIn(errors: string): string[] {
  return [...new Set(errors.match(/^ *(\/\S+?\.yml)(?=::)/gm)?.map((path) => path.trim()))];
}
