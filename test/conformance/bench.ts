import type { Design } from '../../src/design/design.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import type { Observed } from '../../src/plan/observed.ts';
import type { StampPlan } from '../../src/plan/plan.ts';
import type { AzureCalls, Kinds } from '../../src/resource/kind.ts';
import type { Leftover, RunResult } from '../../src/run/events.ts';
import type { JournalEntry } from '../../src/run/journal.ts';
import { observe } from '../../src/run/observe.ts';
import type { Requests } from '../../src/run/requests.ts';
import { type RunPorts, rollBackRun, runPlan } from '../../src/run/run.ts';

export interface BenchPorts {
  readonly azure: AzureCalls;
  readonly kinds: Kinds;
  readonly requests: Requests;
  /** Name of the cloud, for journals. */
  readonly cloud: string;
  readonly interrupted?: AbortSignal;
}

/** A cloud on which kinds are proven with the product's own reading, planning and running. */
export class Bench {
  readonly #ports: BenchPorts;
  readonly #journals: JournalEntry[][] = [];

  constructor(ports: BenchPorts) {
    this.#ports = ports;
  }

  get ports(): BenchPorts {
    return this.#ports;
  }

  observe(design: Design): Promise<Observed> {
    return observe(design, this.#ports);
  }

  async plan(design: Design): Promise<StampPlan> {
    return makePlan(design, await this.observe(design), this.#ports.kinds, { adopt: false });
  }

  /** Runs a plan; what fails stays as it is, for `undo`. */
  async run(plan: StampPlan): Promise<RunResult> {
    const entries: JournalEntry[] = [];
    this.#journals.push(entries);
    return runPlan(plan, this.#portsOf(entries, this.#ports.interrupted));
  }

  /** Undoes every run, the last one first; one that can't be undone doesn't keep the others from it. */
  async undo(): Promise<Leftover[]> {
    const left: Leftover[] = [];
    for (const entries of this.#journals.splice(0).reverse()) {
      if (entries.length === 0) continue;
      const result = await rollBackRun(entries, this.#portsOf(entries));
      left.push(...result.leftovers);
    }
    return left;
  }

  #portsOf(entries: JournalEntry[], interrupted = new AbortController().signal): RunPorts {
    return {
      ...this.#ports,
      journal: {
        runId: `conformance-${this.#journals.length}`,
        append: async (entry) => void entries.push(entry),
      },
      emit: () => undefined,
      decide: async () => 'keep',
      mayWrite: async () => undefined,
      mayUndo: async () => true,
      interrupted,
      concurrency: 16,
      by: 'conformance',
    };
  }
}
