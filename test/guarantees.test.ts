import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** Where something is proven: a file of tests, and the words of a test in it. */
type Proof = readonly [file: string, title: string];

const sweep: Proof = [
  'sweep/failure-sweep.test.ts',
  'succeeds, or leaves no trace, or is kept to be finished',
];
const crash: Proof = ['sweep/crash-sweep.test.ts', 'after a line of its journal can be undone or finished'];

/** What users are promised, and what has to be true for it. */
const guarantees: Readonly<Record<string, readonly Proof[]>> = {
  'exact rollback: after a failure the cloud is as it was': [
    sweep,
    ['sweep/double-fault-sweep.test.ts', 'a second fault while a run is undone'],
    ['generated/generated-estates.test.ts', 'the cloud is as after the run or as before it'],
  ],
  'nothing foreign is ever touched': [
    ['run/others-hands.test.ts', 'a failure puts ours back and touches nothing of theirs'],
    [
      'run/rollback.test.ts',
      'gets back what was there before, with the tags and entries that others had put there',
    ],
    [
      'plan/make-plan.test.ts',
      'is taken over by a mark when that is asked for, and never deleted from then on',
    ],
  ],
  'resume after a kill at any instant': [
    crash,
    ['sweep/crash-sweep.test.ts', 'after a write and before its answer can be undone or finished'],
    ['race/crash-sweep.test.ts', 'line $line of its journal can be finished or undone'],
  ],
  'no soft-deleted leftovers of our own': [
    sweep,
    ['run/destroy.test.ts', 'is gone to the last detail with --purge, where nothing protects it'],
  ],
  'what was wrong at plan time fails no run': [
    ['checks/before.test.ts', 'says all that is wrong at once, each with what to do'],
    ['stories/refusals.test.ts', 'refused before any write, each with its next step:'],
  ],
  'never public, not even for a second': [
    ['stories/contract.test.ts', 'asks at no moment for a vault or an account that is open to the public'],
  ],
  'a second run is silent': [
    ['stories/first-deployment.test.ts', 'finds everything unchanged and writes nothing'],
    ['conformance/quartet.test.ts', 'is unchanged when it is put twice'],
  ],
  'conflicts that pass never surface': [
    ['run/retry.test.ts', 'ends within the bound of %s, and not much before'],
    ['run/wire-faults.test.ts', 'resources that are still being changed, each refused twice'],
    ['run/scheduler.test.ts', 'alone in its lanes'],
  ],
  'an interrupt ends in finished, kept or undone, and says which': [
    ['stories/interrupt.test.ts', 'by one %s settles, is undone, and says so'],
    ['stories/interrupt.test.ts', 'is kept when asked to, and can be finished'],
    ['stories/interrupt.test.ts', 'twice stops at once, with a journal that can be undone'],
  ],
  'works from a machine without a line of sight': [
    ['sandbox/data-plane.test.ts', 'refuses the public internet, whatever role the caller has'],
    ['stories/contract.test.ts', 'is sent to Azure Resource Manager alone'],
  ],
  'two operators can not corrupt an estate': [
    ['race/race.test.ts', 'processes run and refuses the others, naming the one'],
    ['race/race.test.ts', 'stops a process that was paused and lost its lock after one request at the most'],
    ['run/lock-lease.test.ts', 'every write finds it outlasting the request'],
  ],
  'the wrong directory is caught before any write, and hides no other': [
    ['checks/rights.test.ts', 'a token of another directory'],
    ['stories/failure.test.ts', 'in one environment stops no other'],
  ],
  'every failure names cause and next command': [
    ['problems/failure-classes.test.ts', 'is decided: %s'],
    [
      'run/rollback.test.ts',
      'tells each thing that is left, why, and what removes it, and goes on with the others',
    ],
  ],
  'a lost journal loses nothing but the way back': [
    ['stories/lost-journal.test.ts', 'is known by its tags, and is finished or taken down'],
  ],
  'drift is reported as drift': [
    ['run/others-hands.test.ts', 'is planned to be put right, with who changed it last and when'],
  ],
};

/** What a service or the wire does to its clients, and where a run is seen to bear it. */
const faults: Readonly<Record<string, readonly Proof[]>> = {
  'throttled, with a time to wait': [sweep, ['run/retry.test.ts', 'waits exactly as long as Azure asks for']],
  'throttled, without one': [['run/wire-faults.test.ts', 'whose refusal names no time to wait']],
  'a network that is being changed': [
    ['sandbox/microsoft.network/effects.test.ts', 'takes one write at a time, its subnets included'],
  ],
  'a reference that is not ready': [['run/wire-faults.test.ts', 'each refused twice']],
  'an account that is at work': [
    [
      'sandbox/microsoft.cognitiveservices/accounts.test.ts',
      'takes one write at a time, its own or beneath it',
    ],
  ],
  'an endpoint that comes too early': [
    ['sandbox/microsoft.network/effects.test.ts', 'is refused while its account is at work'],
  ],
  'too little quota': [['stories/refusals.test.ts', 'more capacity than the quota leaves']],
  'a model that is not offered': [['stories/refusals.test.ts', 'a model that is retired']],
  'a name that something deleted holds': [
    ['stories/refusals.test.ts', 'a name that a deleted vault still holds, with the command that frees it'],
  ],
  'a purge that is not allowed': [
    [
      'sandbox/microsoft.keyvault/vaults.test.ts',
      'can be purged only with the right to at subscription scope',
    ],
    ['run/destroy.test.ts', 'of production, whose vault is protected against purging'],
  ],
  'a policy that denies': [['checks/policies.test.ts', 'preflight of policies']],
  'a policy that changes what was put': [
    ['run/wire-faults.test.ts', 'of which the service makes something else than was asked is found out'],
  ],
  'a role that takes effect late': [
    ['sandbox/microsoft.authorization/rights.test.ts', 'takes effect some seconds after its grant'],
  ],
  'a principal that is known late': [
    [
      'sandbox/microsoft.authorization/role-assignments.test.ts',
      'must wait until the directory knows a new identity',
    ],
  ],
  'a role that is there already': [
    ['run/others-hands.test.ts', 'is neither given twice nor ever taken away'],
  ],
  'a provider that is not registered': [
    ['sandbox/front-door.test.ts', 'with an unregistered provider'],
    ['checks/after.test.ts', 'lets a first deployment pass, and announces what it registers'],
  ],
  'a token that expires': [sweep],
  'a token of the wrong directory': [
    ['sandbox/front-door.test.ts', 'names the right directory to a token of the wrong one'],
  ],
  'a connection that breaks before, after or long before the write took effect': [sweep],
  'an operation whose URL is not found': [['run/wire-faults.test.ts', 'operations whose URL is not found']],
  'an operation that is called failed and has succeeded': [sweep],
  'a delete that is blocked': [
    ['run/rollback.test.ts', 'tells each thing that is left, why, and what removes it'],
  ],
  'a diagnostic setting that is there already': [
    [
      'sandbox/microsoft.insights/diagnostic-settings.test.ts',
      'cannot send the same category to the same sink',
    ],
  ],
  'a data plane out of sight': [['sandbox/data-plane.test.ts', 'refuses the public internet']],
  'a process that is killed': [crash],
  'somebody who writes at the same time': [
    ['run/apply.test.ts', 'between our read and our write is refused by its ETag, and kept'],
  ],
  'operations that take long': [['terminal/progress.test.ts', 'a sign of life comes every 30 seconds']],
  'reads that lag behind writes': [['run/wire-faults.test.ts', 'reads that do not find for half a minute']],
  'a list that hides what it should show': [
    ['run/wire-faults.test.ts', 'that no list shows is no free name'],
  ],
  pages: [['sandbox/front-door.test.ts', 'pages lists with an opaque link']],
};

/** What has happened to users of comparable tools. */
const elsewhere: Readonly<Record<string, readonly Proof[]>> = {
  'a dry run that wrote, and led to a deletion later': [
    [
      'stories/plan.test.ts',
      'writes nothing: the cloud stays as it is, nothing but reads is sent, no file is made',
    ],
    ['run/destroy.test.ts', 'purges nothing that is deleted and does not carry our mark, or was adopted'],
  ],
  'a half-written state that no command could read': [
    ['run/journal.test.ts', 'is whole at every prefix'],
    ['stories/lost-journal.test.ts', 'is finished or taken down'],
    crash,
  ],
  'a protection that was not saved': [
    [
      'plan/make-plan.test.ts',
      'is taken over by a mark when that is asked for, and never deleted from then on',
    ],
    ['run/rollback.test.ts', 'is left and told when somebody has taken our mark off it since'],
  ],
  'a deployment that hung without a word': [
    ['main/watchdog.test.ts', 'a command that waits for what never comes says what that is'],
  ],
  'no lock': [['race/race.test.ts', 'processes run and refuses the others, naming the one']],
  'parallel requests that broke providers': [
    ['run/scheduler.test.ts', 'alone in its lanes, and so many at a time'],
    ['run/buckets.test.ts', 'stays below what ARM grants a principal in a subscription'],
  ],
  'a process that did not end': [['stories/first-deployment.test.ts', 'ends at once after its last line']],
};

describe.each([
  ['what is guaranteed', guarantees],
  ['what a run bears', faults],
  ['what has happened elsewhere', elsewhere],
] as const)('%s', (_what, rows) => {
  it.each(Object.entries(rows))('is proven: %s', (_row, proofs) => {
    for (const [file, title] of proofs) {
      expect(
        readFileSync(new URL(file, import.meta.url), 'utf8'),
        `${file} has no test "${title}"`,
      ).toContain(title);
    }
  });
});
