import type { Answers, EnvironmentAnswers } from '../../estate/answers.ts';
import type { Verdict } from '../ports.ts';
import { type WizardQuestion, withAnswer } from '../question.ts';
import { visibleSubscriptions } from './subscriptions.ts';

/** Which environments there are, by name. */
export const environmentsQuestion: WizardQuestion = {
  id: 'environments',
  section: 'Environments',
  asked: ['custom'],
  label: 'Environments',
  standard: 'dev and prod',
  async ask({ ask }, answers) {
    const typed = await ask.text({
      id: 'environments',
      message: 'Which environments do you need?',
      why: 'Each gets a network, vault and account of its own, so that a test never touches production.',
      explain: 'Names separated by commas, such as dev, test, prod: lower-case, at most 8 characters each.',
      default: (answers.environments ?? [{ name: 'dev' }, { name: 'prod' }])
        .map(({ name }) => name)
        .join(', '),
      check: checkNames,
    });
    const environments = namesOf(typed).map(
      (name): EnvironmentAnswers => answers.environments?.find((known) => known.name === name) ?? { name },
    );
    return withAnswer(answers, 'environments', environments);
  },
  given: ({ environments }) => environments?.map(({ name }) => name).join(', '),
};

/** The subscription of each environment. */
export function subscriptionQuestions(answers: Answers): WizardQuestion[] {
  return (answers.environments ?? []).map((environment, index, all) => ({
    id: `subscription-${environment.name}`,
    section: 'Environments',
    asked: ['custom'],
    label: `Subscription of ${environment.name}`,
    standard: 'not chosen',
    async ask({ ask, advice }, current) {
      const visible = await visibleSubscriptions(advice, current.directoryId);
      const standard =
        environment.subscriptionId ?? visible.filter((each) => each.enabled)[index]?.subscriptionId;
      const subscriptionId = await ask.choose({
        id: `subscription-${environment.name}`,
        message: `Which subscription holds ${environment.name}?`,
        why: 'Rights, quota, policies and the bill are counted by subscription.',
        explain:
          'Type a part of its name, or paste its id. Environments may share one, at the price of less isolation.',
        choices: visible.map((subscription) => ({
          value: subscription.subscriptionId,
          name: subscription.name,
          hint: `${usedBy(all, subscription.subscriptionId, environment.name)}${subscription.subscriptionId}`,
          ...(subscription.enabled ? {} : { disabled: 'the subscription is not enabled' }),
        })),
        ...(standard === undefined ? {} : { default: standard }),
      });
      const directoryId =
        current.directoryId ?? visible.find((each) => each.subscriptionId === subscriptionId)?.directoryId;
      return withAnswer(
        withEnvironment(current, environment.name, { subscriptionId }),
        'directoryId',
        directoryId,
      );
    },
    given: (current) => current.environments?.find(({ name }) => name === environment.name)?.subscriptionId,
  }));
}

/** Which environments are production. */
export const productionQuestion: WizardQuestion = {
  id: 'production',
  section: 'Environments',
  asked: ['custom'],
  label: 'Production',
  standard: 'what is called prod',
  async ask({ ask }, answers) {
    const environments = answers.environments ?? [];
    const production = await ask.chooseMany({
      id: 'production',
      message: 'Which of them are production?',
      why: 'Production gets purge protection, longer retention, and is changed only after typing its name.',
      explain:
        'Purge protection can not be undone: a deleted vault then holds its name until its retention period ends.',
      choices: environments.map(({ name }) => ({ value: name, name })),
      default: environments
        .filter((each) => each.production ?? each.name.startsWith('prod'))
        .map(({ name }) => name),
    });
    const marked = environments.map((each) => ({ ...each, production: production.includes(each.name) }));
    return withAnswer(answers, 'environments', marked);
  },
  given: ({ environments }) =>
    environments?.some(({ production }) => production !== undefined)
      ? environments
          .filter(({ production }) => production)
          .map(({ name }) => name)
          .join(', ') || 'none'
      : undefined,
};

/** Answers with properties of one environment set. */
export function withEnvironment(
  answers: Answers,
  name: string,
  properties: Partial<EnvironmentAnswers>,
): Answers {
  const environments = (answers.environments ?? []).map((environment) =>
    environment.name === name ? { ...environment, ...properties } : environment,
  );
  return withAnswer(answers, 'environments', environments);
}

function usedBy(all: readonly EnvironmentAnswers[], subscriptionId: string, except: string): string {
  const users = all.filter((each) => each.subscriptionId === subscriptionId && each.name !== except);
  return users.length === 0 ? '' : `holds ${users.map(({ name }) => name).join(', ')} · `;
}

function namesOf(typed: string): string[] {
  return typed
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

function checkNames(typed: string): Verdict {
  const names = namesOf(typed);
  if (names.length === 0) return { ok: false, reason: 'at least one is needed', suggestion: 'dev, prod' };
  const wrong = names.find((name) => !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) || name.length > 8);
  if (wrong !== undefined) {
    return {
      ok: false,
      reason: `"${wrong}": lower-case letters, digits and single hyphens, starting with a letter, at most 8 characters`,
    };
  }
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  return twice === undefined ? { ok: true } : { ok: false, reason: `"${twice}" stands there twice` };
}
