import { isScalar, parseDocument } from 'yaml';
import { type Estate, type Stamp, signInDirectory, stampsOf } from '../estate/estate.ts';

/** Who runs pipelines. */
export const pipelineKinds = ['github', 'azure-devops'] as const;
export type PipelineKind = (typeof pipelineKinds)[number];

/** Jobs of one matrix: https://docs.github.com/actions/reference/limits (job matrix, 256 jobs a workflow run). */
const longestMatrix = 256;

/** A file of pipelines, and the stamps that it plans and deploys. */
export interface Pipeline {
  readonly text: string;
  readonly stamps: readonly string[];
}

/**
 * The pipelines of an estate: a template with the stamps in it, a job for each. GitHub takes only so many jobs in one
 * workflow: what is more goes into a workflow of its own. Azure Pipelines takes stages.
 */
export function pipelinesOf(kind: PipelineKind, template: string, estate: Estate): Pipeline[] {
  const parts = inParts(estate);
  if (kind === 'github')
    return parts.map((stamps, index) => ({ text: workflow(template, stamps, index), stamps: names(stamps) }));
  return [{ text: stages(template, parts), stamps: names(parts.flat()) }];
}

/** What a job, its environment and its identity are called. A name of the estate file holds no dot. */
export function jobName({ tenant, environment }: Stamp): string {
  return `${tenant.name}.${environment.name}`;
}

/** The same of the job that only plans. No environment is called so: the name is too long for one. */
export function planJobName(stamp: Stamp): string {
  return `${jobName(stamp)}.pull-request`;
}

function inParts(estate: Estate): Stamp[][] {
  const stamps = stampsOf(estate);
  return Array.from({ length: Math.ceil(stamps.length / longestMatrix) }, (_, index) =>
    stamps.slice(index * longestMatrix, (index + 1) * longestMatrix),
  );
}

function workflow(template: string, stamps: readonly Stamp[], index: number): string {
  const document = parseDocument(template);
  const include = stamps.map(({ tenant, environment }) => ({
    tenant: tenant.name,
    environment: environment.name,
    directory: signInDirectory(tenant),
  }));
  for (const job of ['plan', 'deploy'])
    document.setIn(['jobs', job, 'strategy', 'matrix', 'include'], document.createNode(include));
  const name = document.get('name', true);
  if (index > 0 && isScalar(name)) name.value = `${name.value} ${index + 1}`;
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

function stages(template: string, parts: readonly (readonly Stamp[])[]): string {
  const document = parseDocument(template);
  const value = parts.map((stamps, index) => ({
    name: `part_${index + 1}`,
    stamps: stamps.map(({ tenant, environment }) => ({
      // Names of jobs hold no hyphen, and a doubled underscore stands for the end of the first name.
      id: `${tenant.name}__${environment.name}`.replaceAll('-', '_'),
      tenant: tenant.name,
      environment: environment.name,
    })),
  }));
  document.setIn(['parameters', 0, 'default'], document.createNode(value));
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

function names(stamps: readonly Stamp[]): string[] {
  return stamps.map(({ name }) => name);
}
