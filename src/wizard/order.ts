import type { Answers } from '../estate/answers.ts';
import type { Advice } from './ports.ts';
import type { Path, QuestionSource, WizardQuestion } from './question.ts';
import { activityLogQuestion } from './questions/activity-log.ts';
import { addressSpaceQuestion } from './questions/address-space.ts';
import { authenticationQuestion } from './questions/authentication.ts';
import { budgetQuestion } from './questions/budget.ts';
import { capacityQuestions } from './questions/capacity.ts';
import { classificationQuestion } from './questions/classification.ts';
import { cloudQuestion } from './questions/cloud.ts';
import { defenderQuestion } from './questions/defender.ts';
import { directoryQuestion } from './questions/directory.ts';
import { centralZoneQuestions, dnsQuestion } from './questions/dns.ts';
import { environmentsQuestion, productionQuestion, subscriptionQuestions } from './questions/environments.ts';
import { firewallQuestion } from './questions/firewall.ts';
import { groupQuestions } from './questions/groups.ts';
import { integrationQuestions } from './questions/integration.ts';
import { itsmQuestions } from './questions/itsm.ts';
import { locksQuestion } from './questions/locks.ts';
import { modelsQuestion } from './questions/models.ts';
import { existingNetworkQuestions, networkQuestion } from './questions/network.ts';
import { notificationsQuestion } from './questions/notifications.ts';
import { organisationQuestion } from './questions/organisation.ts';
import { policyQuestion } from './questions/policy.ts';
import { modelRegionQuestion, regionQuestion } from './questions/region.ts';
import { reservedRangesQuestion } from './questions/reserved-ranges.ts';
import { residencyQuestion } from './questions/residency.ts';
import { subscriptionsQuestion } from './questions/subscriptions.ts';
import { tagsQuestion } from './questions/tags.ts';
import { teamsQuestion } from './questions/teams.ts';
import { tenantQuestion } from './questions/tenant.ts';
import { usageQuestion } from './questions/usage.ts';
import { usageFigureQuestions } from './questions/usage-figures.ts';

/** The wizard, read from top to bottom. A new question is a file in `questions/` and a line here. */
const questions: readonly QuestionSource[] = [
  cloudQuestion,
  directoryQuestion,
  organisationQuestion,
  subscriptionsQuestion,
  environmentsQuestion,
  subscriptionQuestions,
  productionQuestion,
  tenantQuestion,
  tagsQuestion,
  classificationQuestion,
  residencyQuestion,
  regionQuestion,
  modelRegionQuestion,
  integrationQuestions,
  networkQuestion,
  existingNetworkQuestions,
  reservedRangesQuestion,
  addressSpaceQuestion,
  firewallQuestion,
  dnsQuestion,
  centralZoneQuestions,
  modelsQuestion,
  capacityQuestions,
  authenticationQuestion,
  ...groupQuestions,
  policyQuestion,
  locksQuestion,
  notificationsQuestion,
  teamsQuestion,
  itsmQuestions,
  activityLogQuestion,
  defenderQuestion,
  budgetQuestion,
  usageQuestion,
  usageFigureQuestions,
];

/** Every question there is after these answers, whichever path asks it. */
export function allQuestions(answers: Answers): WizardQuestion[] {
  return questions.flatMap((source) => (typeof source === 'function' ? source(answers) : [source]));
}

/** What a path asks after these answers, in order. */
export async function questionsOf(path: Path, answers: Answers, advice: Advice): Promise<WizardQuestion[]> {
  const asked = allQuestions(answers).filter((question) => question.asked.includes(path));
  const apply = await Promise.all(asked.map((question) => question.applies?.(answers, advice) ?? true));
  return asked.filter((_, index) => apply[index]);
}
