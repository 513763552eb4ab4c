import type { Ports, Progress, Show } from '../commands/ports.ts';
import type { Problem } from '../problems/problem.ts';
import type { Clock } from '../resource/clock.ts';
import type { OnFailure } from '../run/run.ts';
import { fold } from '../terminal/layout.ts';
import type { Keys } from '../terminal/progress.ts';
import { createScreen } from '../terminal/screen.ts';
import { job } from './job.ts';
import type { Settings } from './settings.ts';

/** Everything for people goes to stderr: stdout carries results alone. */
interface TerminalPorts extends Pick<Ports, 'show' | 'ask' | 'confirm' | 'typed' | 'decide'> {
  /** Takes away whatever is still shown live, and gives the keys back. */
  end(): Promise<void>;
}

const choices: Readonly<Record<OnFailure, string>> = {
  retry: 'Try the failed action once more',
  rollback: 'Undo this run: everything as it was before',
  keep: 'Leave it as it is, to be resumed or undone later',
};

export async function terminalPorts(
  settings: Settings,
  shown: () => { readonly name: string | undefined; readonly clock: Clock },
): Promise<TerminalPorts> {
  const screen = createScreen(process.stderr, {
    accessible: settings.accessible,
    noColour: settings.noColour,
    environment: process.env,
  });
  const [
    plan,
    cost,
    costBy,
    explained,
    whatIf,
    published,
    actual,
    prices,
    checks,
    access,
    problems,
    run,
    progress,
    keyboard,
  ] = await Promise.all([
    import('../terminal/print-plan.ts'),
    import('../terminal/print-cost.ts'),
    import('../terminal/print-cost-by.ts'),
    import('../terminal/print-explanations.ts'),
    import('../terminal/print-what-if.ts'),
    import('../terminal/print-published.ts'),
    import('../terminal/print-actual.ts'),
    import('../terminal/print-prices.ts'),
    import('../terminal/print-checks.ts'),
    import('../terminal/print-access.ts'),
    import('../terminal/print-problems.ts'),
    import('../terminal/print-run.ts'),
    import('../terminal/progress.ts'),
    import('../terminal/keyboard.ts'),
  ]);
  // Nothing is read where nobody is asked either.
  const keys: Keys | undefined = settings.interactive
    ? {
        open: (onKey, onSuspend) => keyboard.openKeyboard({ input: process.stdin, job, onKey, onSuspend }),
        suspend: () => job.signal('SIGTSTP'),
      }
    : undefined;
  const shownLive = new Set<Progress>();
  const say = (text: string): void => screen.write(`${fold(text, screen.columns)}\n`);
  // What is shown of a cloud is shown once it is known.
  const cloud = (): string => shown().name ?? 'sandbox';
  const show: Show = {
    text: say,
    plans: (plans) => screen.write(plan.planText(plans, cloud(), screen)),
    cost: (value) => screen.write(cost.costText(value, cloud(), screen)),
    costBy: (value, view) => screen.write(costBy.costByText(value, view, cloud(), screen)),
    whatIf: (choices, promised) => screen.write(whatIf.whatIfText(choices, promised, cloud(), screen)),
    published: (comparison) => screen.write(published.publishedText(comparison, cloud(), screen)),
    actual: (compared) => screen.write(actual.actualText(compared, cloud(), screen)),
    prices: (listed) => screen.write(prices.pricesText(listed, cloud(), screen)),
    explanations: (list) => screen.write(explained.explanationsText(list, cloud(), screen)),
    checks: (list, title) =>
      screen.write(checks.checksText(list, { title, cloud: cloud(), all: settings.verbose }, screen)),
    access: (reviews) => screen.write(access.accessText(reviews, cloud(), screen)),
    problems: (list) => screen.write(problems.problemsText(list, shown().name, screen)),
    runs: (results) => screen.write(run.runsText(results, cloud(), screen)),
    progress: (plans) => {
      const { clock } = shown();
      const given = { plans, screen, cloud: cloud(), clock, every, ...(keys ? { keys } : {}) };
      const live = progress.createProgress(given);
      shownLive.add(live);
      return live;
    },
  };
  const confirm = async () => {
    const { createConfirm } = await import('../terminal/ask/confirm.ts');
    return createConfirm({ screen, input: process.stdin, accessible: settings.accessible });
  };
  return {
    show,
    ask: async (title = 'first deployment') => {
      if (settings.accessible) {
        const { createAccessibleAsk } = await import('../terminal/ask/accessible-ask.ts');
        return createAccessibleAsk({ screen, input: process.stdin });
      }
      const { createAsk } = await import('../terminal/ask/create-ask.ts');
      return createAsk({ screen, input: process.stdin, title });
    },
    confirm: async (message) => (await confirm()).go(message),
    typed: async (message, name) => (await confirm()).byName(message, name),
    decide: async (stamp, because, allowed) => {
      show.problems(because === 'interrupt' ? [interrupted] : [because]);
      const options = allowed.map((value) => ({ value, name: choices[value] }));
      return (await confirm()).choose(
        `What now with ${stamp}?`,
        options,
        allowed.includes('rollback') ? 'rollback' : 'keep',
      );
    },
    end: async () => {
      for (const live of shownLive) await live.end();
    },
  };
}

const interrupted: Problem = {
  code: 'GT-RUN-INTERRUPTED',
  what: 'the run was interrupted; what was going on has ended',
  why: 'somebody pressed Ctrl-C',
  next: ['Choose below what becomes of it.'],
};

/** Calls back again and again until it is stopped; never keeps the process alive. */
function every(milliseconds: number, callback: () => void): () => void {
  const timer = setInterval(callback, milliseconds);
  timer.unref();
  return () => clearInterval(timer);
}
