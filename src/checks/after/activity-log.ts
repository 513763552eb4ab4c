import { at, isObject } from '../../resource/json.ts';
import { textAt } from '../places.ts';
import { type Check, type CheckInput, type Finding, failed, notApplicable, ok, warning } from '../rule.ts';
import { type Existing, existing } from './existing.ts';

const type = 'Microsoft.Insights/diagnosticSettings';

/** Deviations of a setting are those that GT-CHECK-DIAGNOSTICS answers for on stamps; on what is shared it is not run. */
export const activityLog: Check = {
  id: 'GT-CHECK-ACTIVITY-LOG',
  stage: 'after',
  about: 'all',
  checklist: ['MON-1', 'INC-1', 'INC-2'],
  title: 'The activity log of the subscription is kept',
  risk: 'Who changed rights, rules or resources can not be told after 90 days, and no query joins it to other logs.',
  run: (input) =>
    input.design.users ? existing(input, 'GT-CHECK-DIAGNOSTICS', type, judge) : [asked(input)],
};

function judge({ id, title, body }: Existing): Finding[] {
  const workspace = textAt(body, '/properties/workspaceId');
  const logs = at(body, '/properties/logs');
  const enabled = Array.isArray(logs)
    ? logs.filter((entry) => isObject(entry) && entry['enabled'] === true)
    : [];
  const evidence = `${id}: ${enabled.length} categories to ${workspace || 'no workspace'}`;
  return [
    workspace !== '' && enabled.length > 0
      ? ok(`${title} is kept`, evidence)
      : failed(`${title} is kept nowhere`, 'gotthard deploy turns it on again.', evidence),
  ];
}

/** What a stamp itself has to say: the log is its subscription's. */
function asked({ design, estate }: CheckInput): Finding {
  const environment = estate.tenants
    .find(({ name }) => name === design.tenant)
    ?.environments.find(({ name }) => name === design.environment);
  if (environment?.activityLog)
    return notApplicable('asks for the activity log: see what its subscription shares');
  return design.production
    ? warning(
        'the activity log of the subscription is not asked for: Azure itself keeps it for 90 days',
        'Set activityLog: true in the estate file.',
      )
    : notApplicable('the activity log of the subscription is not asked for');
}
