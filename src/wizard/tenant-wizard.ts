import { withTenant } from '../estate/add-tenant.ts';
import type { Answers } from '../estate/answers.ts';
import { type Estate, stampsOf } from '../estate/estate.ts';
import { Refusal } from '../problems/problem.ts';
import { type Advice, type Ask, Back, Left } from './ports.ts';
import type { WizardQuestion } from './question.ts';
import { directoryQuestion } from './questions/directory.ts';
import { newTenantQuestion } from './questions/new-tenant.ts';
import { regionQuestion } from './questions/region.ts';
import { subscriptionsQuestion } from './questions/subscriptions.ts';
import { tenantGroupsQuestion } from './questions/tenant-groups.ts';
import { tenantSizeQuestion } from './questions/tenant-size.ts';
import { type Interview, walk } from './walk.ts';

export interface TenantWizardOptions {
  readonly ask: Ask;
  readonly advice: Advice;
  /** The estate that the tenant joins. */
  readonly estate: Estate;
  /** What is known already, from flags or a draft. Asked all the same, as defaults. */
  readonly answers: Answers;
  /** Keeps a draft after each answer; `place` is handed back as `resumeAt`. */
  save(answers: Answers, place: string): Promise<void>;
  readonly resumeAt?: string;
}

/**
 * Asks for a new tenant, at most six questions, and shows what is derived for it. Returns the answers once they are to be
 * planned. Throws `Left` after saving the draft when the person leaves.
 */
export async function runTenantWizard(options: TenantWizardOptions): Promise<Answers> {
  const { ask, estate } = options;
  const advice = apart(options.advice, estate);
  const interview: Interview = {
    ask,
    advice,
    answers: await startingAnswers(options.answers, estate, advice),
    save: (place) => options.save(interview.answers, place),
  };
  const list = () => questionsFor(estate, interview.answers, advice);
  let from = options.resumeAt;
  if (from === undefined) ask.show(introduction(estate));
  for (;;) {
    if (from !== 'review' && (await walk(interview, list, { from, after: 'review' })) === 'start') {
      // There is nothing before the first question.
      from = undefined;
      continue;
    }
    ask.show(await reviewText(interview, estate));
    const decision = await decide(interview, await list());
    if (decision === 'save') return interview.answers;
    from = decision;
  }
}

/** What there is to ask. The region is derived where the estate leaves no choice. */
async function questionsFor(estate: Estate, answers: Answers, advice: Advice): Promise<WizardQuestion[]> {
  const questions = [
    newTenantQuestion(estate.tenants.map(({ name }) => name)),
    directoryQuestion,
    subscriptionsQuestion,
    regionQuestion,
    tenantSizeQuestion,
    tenantGroupsQuestion,
  ];
  const apply = await Promise.all(questions.map((question) => question.applies?.(answers, advice) ?? true));
  return questions.filter((_, index) => apply[index]);
}

/** Starts with what the estate itself says, and in a directory that no other tenant has. */
async function startingAnswers(given: Answers, estate: Estate, advice: Advice): Promise<Answers> {
  const taken = new Set(estate.tenants.map(({ directoryId }) => directoryId.toLowerCase()));
  const own = (await advice.directories()).find(({ directoryId }) => !taken.has(directoryId.toLowerCase()));
  const [first] = stampsOf(estate);
  const { region, modelRegion } = first?.environment ?? {};
  return {
    cloud: estate.cloud,
    residency: estate.residency,
    ...(region === undefined ? {} : { region }),
    ...(modelRegion === undefined ? {} : { modelRegion }),
    ...(own === undefined ? {} : { directoryId: own.directoryId }),
    ...given,
  };
}

/** The same advice without what other tenants have: their subscriptions can't be taken, their groups are not offered. */
function apart(advice: Advice, estate: Estate): Advice {
  const holders = new Map(
    stampsOf(estate).map(({ tenant, environment }) => [
      environment.subscriptionId.toLowerCase(),
      tenant.name,
    ]),
  );
  const groups = new Set(
    estate.tenants.flatMap((tenant) => Object.values(tenant.groups)).map((id) => String(id).toLowerCase()),
  );
  const own: Advice = {
    ...advice,
    on: () => own,
    subscriptions: async (directoryId) =>
      (await advice.subscriptions(directoryId)).map((subscription) => {
        const holder = holders.get(subscription.subscriptionId.toLowerCase());
        if (holder === undefined) return subscription;
        return { ...subscription, enabled: false, heldBy: `it holds tenant ${holder}` };
      }),
    groups: async (directoryId) =>
      (await advice.groups(directoryId)).filter(({ objectId }) => !groups.has(objectId.toLowerCase())),
  };
  return own;
}

async function decide(interview: Interview, questions: readonly WizardQuestion[]): Promise<string> {
  const last = questions.at(-1)?.id ?? 'save';
  try {
    return await interview.ask.choose({
      id: 'review',
      message: 'Is this the tenant you want?',
      label: 'Review',
      why: 'Nothing exists yet: next a plan of this tenant alone shows what would be created and what it costs.',
      explain:
        'What stands under "derived" follows from the estate and from these answers; once written into the file, ' +
        'ranges are never changed. Esc goes back to the questions.',
      choices: [
        { value: 'save', name: 'Yes, show the plan' },
        ...questions.map(({ id, label }) => ({ value: id, name: `Change: ${label}` })),
      ],
      default: 'save',
    });
  } catch (thrown) {
    if (thrown instanceof Left) await interview.save('review');
    if (thrown instanceof Back) return last;
    throw thrown;
  }
}

/** The answers, and what follows from them. */
async function reviewText({ answers, advice }: Interview, estate: Estate): Promise<string> {
  const questions = await questionsFor(estate, answers, advice);
  const width = Math.max(...questions.map(({ label }) => label.length));
  const names = new Map((await advice.directories()).map(({ directoryId, name }) => [directoryId, name]));
  const lines = questions.map((question) => {
    const given = question.given(answers) ?? `${question.standard} (default)`;
    return `  ${question.label.padEnd(width)}  ${names.get(given) ?? given}`;
  });
  return ['', 'The tenant', ...lines, 'Derived', ...(await derivedLines(answers, advice, estate)), ''].join(
    '\n',
  );
}

async function derivedLines(answers: Answers, advice: Advice, estate: Estate): Promise<string[]> {
  try {
    const tenant = withTenant(estate, answers, await rangesAround(answers, advice)).tenants.at(-1);
    return [
      `  addresses ${tenant?.addressSpace}, none of which another tenant, a reserved range or a network there has`,
      ...(tenant?.environments ?? []).map((environment) => {
        const { name, addressSpace, models, production, notifications } = environment;
        const capacity = models.map((model) => `${model.model} ${model.capacity}`).join(', ') || 'no model';
        const emails = notifications.emails.join(', ') || 'nobody';
        return `  ${name}: ${addressSpace}, ${capacity}${production ? ', purge protection' : ''}; alerts to ${emails}`;
      }),
    ];
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return error.problems.flatMap(({ what, next }) => [`  ✗ ${what}`, `    ${next[0]}`]);
  }
}

/** Ranges of networks that exist in the chosen subscriptions, and of those that they are peered with. */
async function rangesAround({ environments = [] }: Answers, advice: Advice): Promise<string[]> {
  const subscriptions = new Set(environments.flatMap(({ subscriptionId }) => subscriptionId ?? []));
  const found = await Promise.all([...subscriptions].map((id) => advice.existingRanges(id)));
  return found.flat().map(({ range }) => range);
}

function introduction({ name, tenants }: Estate): string {
  return [
    `The estate ${name} has ${tenants.length === 1 ? 'one tenant' : `${tenants.length} tenants`}. At most six questions;`,
    'all else is derived, and shown to you before anything is written.',
    '',
  ].join('\n');
}
