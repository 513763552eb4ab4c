import { unread } from '../../resource/subscription.ts';
import {
  isPrivateAddress,
  isProblem,
  isRefusalOfNetwork,
  type Seen,
  seenBy,
  seenFrom,
} from '../inside/looks.ts';
import { type Check, cannotTell, type Finding, failed, notApplicable, ok, warning } from '../rule.ts';

export const outside: Check = {
  id: 'GT-CHECK-OUTSIDE',
  stage: 'after',
  checklist: ['NET-4', 'NET-5', 'KEY-1', 'VAL-2'],
  title: 'Outside the network no private name leads in, and every service refuses',
  risk: 'Whoever holds a token can reach the service from anywhere.',
  run: (input) => {
    const looked = input.looks?.outside;
    if (looked === undefined)
      return [notApplicable('nobody has looked from outside the network: gotthard verify --from-outside')];
    if (unread(input.looks?.addresses))
      return [cannotTell('what names lead to', input.looks?.addresses, input)];
    return seenFrom(looked, input).flatMap((seen) => judge(seen, seenBy(looked)));
  },
};

function judge({ name, sighting }: Seen, by: string): Finding[] {
  if (sighting === undefined) return [failed(`${name.name} was not looked at`, 'Look again.', by)];
  const { resolved, connection, answer } = sighting;
  if (isProblem(resolved)) return [ok(`${name.name} does not resolve outside`, `${resolved.problem}; ${by}`)];
  const addresses = resolved.addresses.join(', ');
  if (resolved.addresses.some(isPrivateAddress)) {
    return [
      failed(
        `${name.name} leads to ${addresses}, which is private`,
        'Either this machine is inside, then look from elsewhere; or take the name out of the DNS that it asks.',
        by,
      ),
    ];
  }
  if (connection === undefined || isProblem(connection)) {
    const problem = connection?.problem ?? 'not tried';
    return isSilence(problem)
      ? [ok(`${name.name} takes no connection from outside`, `${addresses}: ${problem}; ${by}`)]
      : [
          warning(
            `what ${name.name} says outside could not be told: ${problem}`,
            'Look from a machine that reaches the internet without a proxy that breaks TLS open.',
            `${addresses}; ${by}`,
          ),
        ];
  }
  if (name.audience === undefined)
    return [
      notApplicable(`${name.name} tells only who signs in whether it refuses: its settings are checked`),
    ];
  if (answer === undefined || isProblem(answer)) {
    return [
      warning(
        `what ${name.name} says outside could not be told: ${answer?.problem ?? 'nothing was asked'}`,
        'Sign in, so that it is asked with a token: without one it refuses everybody alike.',
        `${addresses}; ${by}`,
      ),
    ];
  }
  const evidence = `${addresses}: ${answer.status} ${answer.said}; ${by}`;
  return isRefusalOfNetwork(answer)
    ? [ok(`${name.name} refuses from outside`, evidence)]
    : [failed(`${name.name} answers from outside`, 'gotthard verify --fix plans what closes it.', evidence)];
}

/** Nothing answered at all, which is a refusal. */
function isSilence(problem: string): boolean {
  return /ETIMEDOUT|ECONNREFUSED|ECONNRESET|EHOSTUNREACH|ENETUNREACH/.test(problem);
}
