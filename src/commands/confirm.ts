import { changesSomething } from '../plan/irreversible.ts';
import type { StampPlan } from '../plan/plan.ts';
import { Refusal } from '../problems/problem.ts';
import type { DeployOptions } from './options.ts';
import type { Cloud, Ports } from './ports.ts';
import type { Planned } from './prepare.ts';

/**
 * Whether the plan may run. A production stamp, a replacement or a removal is confirmed by its name: typed in a
 * terminal, by --confirm without one. In the sandbox --yes is enough for everything, and a new estate needs not even that.
 */
export async function confirmed(
  preparation: { readonly stamps: readonly Pick<Planned, 'stamp' | 'plan'>[] },
  options: Pick<DeployOptions, 'yes' | 'confirm'> & { readonly isNew: boolean },
  cloud: Cloud,
  ports: Pick<Ports, 'interactive' | 'confirm' | 'typed' | 'show'>,
): Promise<boolean> {
  const plans = preparation.stamps
    .map(({ plan }) => plan)
    .filter((plan) => plan.actions.some(changesSomething));
  if (cloud.sandbox && options.yes) return true;
  for (const directoryId of new Set(plans.map((plan) => plan.signInDirectoryId ?? plan.directoryId))) {
    ports.show.text(`Signed in as ${await cloud.signedIn(directoryId)}`);
  }
  const grave = toConfirm(plans).filter((plan) => !options.confirm.some((name) => isNameOf(name, plan)));
  if (!ports.interactive) {
    if (cloud.sandbox && options.isNew) return true;
    if (!options.yes || grave.length > 0) throw notConfirmed(cloud.sandbox ? [] : grave, options.yes);
    return true;
  }
  if (grave.length === 0) return options.yes || ports.confirm(`Apply ${countOf(plans)} changes?`);
  const [only] = grave;
  const name = grave.length === 1 && only ? nameOf(only) : (preparation.stamps[0]?.stamp.estate.name ?? '');
  return ports.typed(`Type ${name} to apply ${countOf(plans)} changes:`, name);
}

/** What a subscription shares is confirmed with the environments that share it, where one of these is confirmed anyway. */
function toConfirm(plans: readonly StampPlan[]): StampPlan[] {
  const grave = plans.filter(isGrave);
  const own = new Set(grave.filter(({ users }) => !users).map(({ subscriptionId }) => subscriptionId));
  return grave.filter(({ users, subscriptionId }) => !users || !own.has(subscriptionId));
}

function isNameOf(name: string, plan: StampPlan): boolean {
  return name === nameOf(plan) || plan.users?.includes(name) === true;
}

function isGrave(plan: StampPlan): boolean {
  return (
    plan.production ||
    plan.actions.some((action) => action.action === 'replace' || action.action === 'remove')
  );
}

function nameOf(plan: StampPlan): string {
  return `${plan.tenant}/${plan.environment}`;
}

function countOf(plans: readonly StampPlan[]): number {
  return plans.reduce((sum, plan) => sum + plan.actions.filter(changesSomething).length, 0);
}

function notConfirmed(grave: readonly StampPlan[], yes: boolean): Refusal {
  const flags = [...(yes ? [] : ['--yes']), ...grave.map((plan) => `--confirm ${nameOf(plan)}`)].join(' ');
  return new Refusal([
    {
      code: 'GT-CONFIRM-MISSING',
      what: 'the plan was not confirmed, and without a terminal nobody can be asked',
      why:
        grave.length > 0
          ? 'production, replacements and removals are confirmed by the name of their environment'
          : 'what exists is only changed when somebody said so',
      next: [`Add ${flags}`],
    },
  ]);
}
