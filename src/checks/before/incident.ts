import { incidentActs } from '../incident-acts.ts';
import { type Check, failed, ok } from '../rule.ts';

/** A deployment would put back what was cut off for a reason: whoever lifts that says so. */
export const noIncident: Check = {
  id: 'GT-CHECK-INCIDENT-OPEN',
  stage: 'before',
  checklist: ['INC-3'],
  title: 'Nothing is cut off or revoked because of an incident',
  run: (input) => {
    const acts = incidentActs(input);
    if (acts.length === 0) return [ok('no incident is open')];
    return acts.map(({ what, evidence }) =>
      failed(
        `${what} because of an incident, and this would undo it`,
        `Once the incident is over: gotthard incident restore --tenant ${input.design.tenant} --env ${input.design.environment}`,
        evidence,
      ),
    );
  },
};
