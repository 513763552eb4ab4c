import { answersFromFlags } from '../commands/answers-from-flags.ts';
import type {
  AccessReviewOptions,
  CommonOptions,
  CostOptions,
  DeployOptions,
  DestroyOptions,
  ExportFederationOptions,
  ExportPipelineOptions,
  IncidentOptions,
  KeysRotateOptions,
  PlanOptions,
  TenantAddOptions,
  VerifyOptions,
} from '../commands/options.ts';
import type { Ports } from '../commands/ports.ts';
import type { Typed } from '../commands/program.ts';
import { type Rollout, runsAtOnce } from '../commands/rollout.ts';
import type { CostView } from '../cost/views.ts';
import type { UsageProfile } from '../estate/estate.ts';
import type { OnFailure } from '../run/run.ts';
import type { OpenedClouds } from './clouds.ts';
import type { Settings } from './settings.ts';

type Flags = Typed['flags'];

/** Calls the command of a verb, loading it and nothing else. */
export async function dispatch(
  typed: Typed,
  settings: Settings,
  ports: Ports,
  opened: OpenedClouds,
): Promise<number> {
  const { flags } = typed;
  const [argument] = typed.arguments;
  const common = commonOf(flags, settings);
  switch (typed.verb) {
    case 'menu': {
      const { menu } = await import('../commands/menu.ts');
      return menu(typed.help, common, ports, (verb) =>
        dispatch({ ...typed, verb, flags: { ...defaults, ...flags } }, settings, ports, opened),
      );
    }
    case 'deploy': {
      const { deploy } = await import('../commands/deploy.ts');
      return deploy(deployOf(flags, common, argument), ports);
    }
    case 'plan': {
      const { plan } = await import('../commands/plan.ts');
      return plan(planOf(flags, common), ports);
    }
    case 'cost': {
      const { cost } = await import('../commands/cost.ts');
      return cost(costOf(flags, common), ports);
    }
    case 'prices show': {
      const { pricesShow } = await import('../commands/prices.ts');
      const { region } = flags;
      return pricesShow({ ...common, ...(typeof region === 'string' ? { region } : {}) }, ports);
    }
    case 'prices refresh':
      return (await import('../commands/prices.ts')).pricesRefresh(common, ports);
    case 'destroy': {
      const { destroy } = await import('../commands/destroy.ts');
      return destroy(destroyOf(flags, common), ports);
    }
    case 'incident isolate':
    case 'incident revoke':
    case 'incident restore': {
      const { incident } = await import('../commands/incident.ts');
      const [, act] = typed.verb.split(' ');
      return incident(act as 'isolate' | 'revoke' | 'restore', incidentOf(flags, common), ports);
    }
    case 'incident plan': {
      const { incidentPlan } = await import('../commands/incident-plan.ts');
      const { out } = flags;
      const where = typeof out === 'string' ? { out } : {};
      return incidentPlan({ ...common, ...selectionOf(flags), ...where }, ports);
    }
    case 'incident drill': {
      const { incidentDrill } = await import('../commands/incident-drill.ts');
      const { rehearsal } = await import('./rehearsal.ts');
      return incidentDrill({ ...common, ...selectionOf(flags) }, ports, rehearsal);
    }
    case 'access review': {
      const { accessReview } = await import('../commands/access-review.ts');
      return accessReview(accessReviewOf(flags, common), ports);
    }
    case 'verify': {
      const { verify } = await import('../commands/verify.ts');
      return verify(verifyOf(flags, common), ports);
    }
    case 'keys list': {
      const { keysList } = await import('../commands/keys.ts');
      return keysList({ ...common, ...selectionOf(flags) }, ports);
    }
    case 'keys rotate': {
      const { keysRotate } = await import('../commands/keys.ts');
      return keysRotate(keysRotateOf(flags, common), ports);
    }
    case 'tenant add': {
      const { tenantAdd } = await import('../commands/tenant-add.ts');
      return tenantAdd(tenantAddOf(flags, common), ports);
    }
    case 'tenant list': {
      const { tenantList } = await import('../commands/tenant-list.ts');
      return tenantList(common, ports);
    }
    case 'tenant show': {
      const { tenantShow } = await import('../commands/tenant-show.ts');
      return tenantShow(argument, common, ports);
    }
    case 'tenant remove': {
      const { tenantRemove } = await import('../commands/tenant-remove.ts');
      return tenantRemove({ ...destroyOf(flags, common), name: argument ?? '' }, ports);
    }
    case 'export pipeline': {
      const { exportPipeline } = await import('../commands/export-pipeline.ts');
      return exportPipeline(exportPipelineOf(flags, common), ports);
    }
    case 'export federation': {
      const { exportFederation } = await import('../commands/export-federation.ts');
      return exportFederation(exportFederationOf(flags, common), ports);
    }
    case 'export rights': {
      const { exportRights } = await import('../commands/export-rights.ts');
      const { out } = flags;
      const where = typeof out === 'string' ? { out } : {};
      return exportRights({ ...common, ...selectionOf(flags), ...where }, ports);
    }
    case 'runs list':
      return (await import('../commands/runs.ts')).runsList(common, ports);
    case 'runs show':
      return (await import('../commands/runs.ts')).runsShow(argument, common, ports);
    case 'runs resume':
      return (await import('../commands/runs.ts')).runsResume(
        argument,
        { ...common, ...runningOf(flags) },
        ports,
      );
    case 'runs rollback':
      return (await import('../commands/runs.ts')).runsRollback(
        argument,
        { ...common, ...runningOf(flags) },
        ports,
      );
    case 'sandbox export':
      ports.text((await opened.sandbox()).export().trimEnd());
      return 0;
    case 'sandbox serve': {
      const { serve } = await import('./serve.ts');
      return serve(Number(flags['port'] ?? 0), settings, ports);
    }
    case 'sandbox clock': {
      const { sandboxClock } = await import('../commands/sandbox-clock.ts');
      return sandboxClock(argument, common, ports, opened.sandbox);
    }
    case 'sandbox reset':
      (await opened.sandbox()).reset();
      ports.show.text('The sandbox is as it was at first.');
      return 0;
    case 'explain':
      return (await import('../commands/explain.ts')).explain(argument ?? '', common, ports);
    default:
      throw new Error(`no command for ${typed.verb}`);
  }
}

/** What the menu's choices run with: the defaults of the flags they have and the bare command has not. */
const defaults = {
  all: false,
  yes: false,
  adopt: false,
  confirm: [],
  concurrency: 16,
  subscription: [],
  model: [],
  group: [],
  email: [],
  teams: [],
  allowSharedSubscription: false,
};

function commonOf(flags: Flags, settings: Settings): CommonOptions {
  const cloud = flags['cloud'];
  return {
    config: String(flags['config'] ?? 'gotthard.yaml'),
    json: settings.json,
    ...(typeof cloud === 'string' ? { cloud } : {}),
  };
}

function selectionOf(flags: Flags): { tenant?: string; env?: string; all: boolean } {
  const { tenant, env } = flags;
  return {
    all: flags['all'] === true,
    ...(typeof tenant === 'string' ? { tenant } : {}),
    ...(typeof env === 'string' ? { env } : {}),
  };
}

function runningOf(flags: Flags): { concurrency: number; onFailure?: 'ask' | OnFailure } {
  const { onFailure } = flags;
  return {
    concurrency: Number(flags['concurrency'] ?? 16),
    ...(onFailure === undefined ? {} : { onFailure: onFailure as 'ask' | OnFailure }),
  };
}

function rolloutOf(flags: Flags): Rollout {
  const { canary, wave, stopAfter, parallel } = flags;
  return {
    canary: Array.isArray(canary) ? canary.map(String) : [],
    parallel: typeof parallel === 'number' ? parallel : runsAtOnce,
    ...(typeof wave === 'number' ? { wave } : {}),
    ...(typeof stopAfter === 'number' ? { stopAfter } : {}),
  };
}

function deployOf(flags: Flags, common: CommonOptions, planFile: string | undefined): DeployOptions {
  return {
    ...common,
    ...selectionOf(flags),
    ...runningOf(flags),
    ...rateOf(flags),
    rollout: rolloutOf(flags),
    yes: flags['yes'] === true,
    adopt: flags['adopt'] === true,
    confirm: flags['confirm'] as readonly string[],
    answers: answersFromFlags(flags),
    ...(planFile === undefined ? {} : { planFile }),
  };
}

function keysRotateOf(flags: Flags, common: CommonOptions): KeysRotateOptions {
  return {
    ...common,
    ...selectionOf(flags),
    yes: flags['yes'] === true,
    confirm: flags['confirm'] as readonly string[],
    again: flags['again'] === true,
  };
}

function exportPipelineOf(flags: Flags, common: CommonOptions): ExportPipelineOptions {
  const { out } = flags;
  return {
    ...common,
    for: flags['for'] as ExportPipelineOptions['for'],
    ...(typeof out === 'string' ? { out } : {}),
  };
}

function exportFederationOf(flags: Flags, common: CommonOptions): ExportFederationOptions {
  const { tenant } = flags;
  return {
    ...exportPipelineOf(flags, common),
    repository: String(flags['repository']),
    ...(typeof tenant === 'string' ? { tenant } : {}),
  };
}

function verifyOf(flags: Flags, common: CommonOptions): VerifyOptions {
  const { report, out, subscription, resourceGroup, directory, inside, sandboxFrom } = flags;
  return {
    ...common,
    ...selectionOf(flags),
    fix: flags['fix'] === true,
    fromInside: flags['fromInside'] === true,
    fromOutside: flags['fromOutside'] === true,
    print: flags['print'] === true,
    ...(typeof inside === 'string' ? { inside } : {}),
    ...(typeof sandboxFrom === 'string' ? { sandboxFrom } : {}),
    ...(typeof subscription === 'string' ? { subscription } : {}),
    ...(typeof resourceGroup === 'string' ? { resourceGroup } : {}),
    ...(typeof directory === 'string' ? { directory } : {}),
    ...(typeof report === 'string' ? { report } : {}),
    ...(typeof out === 'string' ? { out } : {}),
  };
}

function costOf(flags: Flags, common: CommonOptions): CostOptions {
  const { by, usage, explain } = flags;
  return {
    ...common,
    ...rateOf(flags),
    ...(typeof by === 'string' ? { by: by as CostView } : {}),
    ...(typeof usage === 'string' ? { usage } : {}),
    ...(typeof explain === 'string' ? { explain } : {}),
    whatIf: flags['whatIf'] === true,
    actual: flags['actual'] === true,
    csv: flags['csv'] === true,
    markdown: flags['markdown'] === true,
  };
}

function rateOf({ fx }: Flags): { fx?: string } {
  return typeof fx === 'string' ? { fx } : {};
}

function tenantAddOf(flags: Flags, common: CommonOptions): TenantAddOptions {
  const { organisation, ...answers } = answersFromFlags(flags);
  const size = flags['size'];
  return {
    ...common,
    ...runningOf(flags),
    rollout: rolloutOf(flags),
    yes: flags['yes'] === true,
    adopt: flags['adopt'] === true,
    confirm: flags['confirm'] as readonly string[],
    allowSharedSubscriptions: flags['allowSharedSubscription'] === true,
    answers: {
      ...answers,
      ...(organisation === undefined ? {} : { tenant: organisation }),
      ...(typeof size === 'string' ? { usage: size as UsageProfile } : {}),
    },
  };
}

function destroyOf(flags: Flags, common: CommonOptions): DestroyOptions {
  return {
    ...common,
    ...selectionOf(flags),
    yes: flags['yes'] === true,
    confirm: flags['confirm'] as readonly string[],
    purge: flags['purge'] === true,
    concurrency: Number(flags['concurrency'] ?? 16),
  };
}

function incidentOf(flags: Flags, common: CommonOptions): IncidentOptions {
  const { principal } = flags;
  return {
    ...common,
    ...selectionOf(flags),
    ...runningOf(flags),
    yes: flags['yes'] === true,
    confirm: flags['confirm'] as readonly string[],
    hard: flags['hard'] === true,
    principals: Array.isArray(principal) ? principal.map(String) : [],
  };
}

function accessReviewOf(flags: Flags, common: CommonOptions): AccessReviewOptions {
  const { report, principal } = flags;
  return {
    ...common,
    ...selectionOf(flags),
    ...runningOf(flags),
    yes: flags['yes'] === true,
    confirm: flags['confirm'] as readonly string[],
    remove: flags['remove'] === true,
    principals: Array.isArray(principal) ? principal.map(String) : [],
    ...(typeof report === 'string' ? { report } : {}),
  };
}

function planOf(flags: Flags, common: CommonOptions): PlanOptions {
  const { out } = flags;
  return {
    ...common,
    ...selectionOf(flags),
    ...rateOf(flags),
    yes: flags['yes'] === true,
    adopt: flags['adopt'] === true,
    detailedExitcode: flags['detailedExitcode'] === true,
    save: flags['save'] === true,
    markdown: flags['markdown'] === true,
    answers: answersFromFlags(flags),
    ...(typeof out === 'string' ? { out } : {}),
  };
}
