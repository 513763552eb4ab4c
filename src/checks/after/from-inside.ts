import { at } from '../../resource/json.ts';
import type { Looked, ServiceAnswer } from '../../resource/sighting.ts';
import { known, unread } from '../../resource/subscription.ts';
import { isProblem, isRefusalOfNetwork, type Seen, seenBy, seenFrom } from '../inside/looks.ts';
import { inferenceOf, type PrivateName } from '../inside/private-names.ts';
import {
  type Check,
  type CheckInput,
  cannotTell,
  type Finding,
  failed,
  notApplicable,
  ok,
  orOk,
  warning,
} from '../rule.ts';

/** One finding or more for each name that a machine inside looked at. */
function eachSeen(
  input: CheckInput,
  judge: (seen: Seen, looked: Looked) => readonly Finding[],
): readonly Finding[] {
  const { looks } = input;
  if (looks?.inside === undefined)
    return [notApplicable('nobody has looked from inside the network: gotthard verify --from-inside')];
  if (unread(looks.addresses)) return [cannotTell('what names lead to', looks.addresses, input)];
  const { inside } = looks;
  return seenFrom(inside, input).flatMap((seen) => judge(seen, inside));
}

export const insideName: Check = {
  id: 'GT-CHECK-INSIDE-NAME',
  stage: 'after',
  checklist: ['NET-5'],
  title: 'Inside the network every private name leads to its private endpoint',
  risk: 'Applications leave the network to reach the service, and are refused, or reach nothing.',
  run: (input) => eachSeen(input, leadsHome),
};

function leadsHome({ name, expected, sighting, leads }: Seen, looked: Looked): Finding[] {
  const own = `${name.endpoint.title}: ${expected.join(', ') || 'no address'}`;
  const by = seenBy(looked);
  const next =
    'Look whether the zone is linked to the network of that machine and holds the record, and which DNS server it asks: az network private-dns link vnet list, gotthard verify --fix.';
  if (expected.length === 0)
    return [failed(`${name.name} has no private endpoint to lead to`, 'gotthard deploy', own)];
  if (sighting === undefined)
    return [failed(`${name.name} was not looked at`, 'Look again: gotthard verify --from-inside', by)];
  if (isProblem(sighting.resolved))
    return [
      failed(`${name.name} does not resolve inside`, next, `${sighting.resolved.problem}; ${own}; ${by}`),
    ];
  const found = sighting.resolved.addresses.join(', ');
  return leads
    ? [ok(`${name.name} leads to its private endpoint`, `${found}; ${own}; ${by}`)]
    : [failed(`${name.name} leads to ${found} and not to its private endpoint`, next, `${own}; ${by}`)];
}

export const insideConnection: Check = {
  id: 'GT-CHECK-INSIDE-TLS',
  stage: 'after',
  checklist: ['NET-4', 'DAT-2'],
  title: 'Inside the network services take connections, with TLS 1.2 or newer and their own certificate',
  risk: 'Applications reach nothing, or somebody else than the service.',
  run: (input) =>
    eachSeen(input, ({ name, sighting, leads }, looked) => {
      if (sighting === undefined || !leads)
        return [notApplicable(`${name.name} was not connected to: it does not lead to its endpoint`)];
      const { connection, olderTls } = sighting;
      const where = `${name.name}:${sighting.port}`;
      const by = seenBy(looked);
      if (connection === undefined) return [notApplicable(`${where} was not connected to`)];
      if (isProblem(connection)) {
        return [
          failed(
            `${where} takes no connection: ${connection.problem}`,
            'Look at the security groups of both subnets and whether the connection of the endpoint is approved: gotthard verify --fix. A certificate that is not trusted comes of something that breaks TLS open on the way.',
            by,
          ),
        ];
      }
      const { protocol, subject, validUntil } = connection;
      const evidence = `${protocol}, certificate ${subject} until ${validUntil}, TLS 1.1 ${olderTls ?? 'untried'}; ${by}`;
      const isNew = /^TLSv1\.[23]$/.test(protocol);
      return [
        ...orOk(
          [
            ...(isNew
              ? []
              : [
                  failed(
                    `${where} speaks ${protocol}`,
                    'Set the least version of the service to 1.2.',
                    evidence,
                  ),
                ]),
            ...(olderTls === 'taken'
              ? [failed(`${where} takes TLS 1.1`, 'Set the least version of the service to 1.2.', evidence)]
              : []),
          ],
          `${where} takes connections with ${protocol}`,
          evidence,
        ),
        ...(olderTls === 'untried'
          ? [notApplicable(`whether ${where} refuses TLS 1.1 was not tried: that machine cannot offer it`)]
          : []),
      ];
    }),
};

export const insideService: Check = {
  id: 'GT-CHECK-INSIDE-SERVICE',
  stage: 'after',
  checklist: ['NET-4', 'KEY-1'],
  title: 'Inside the network services answer by themselves, and no firewall for them',
  risk: 'Applications are refused although they are where they should be.',
  run: (input) =>
    eachSeen(input, ({ name, sighting, leads }, looked) => {
      // An inference says more of an account, and has its own check.
      if (name.service === 'openai') return [];
      const answer = sighting?.answer;
      const by = seenBy(looked);
      if (!leads || answer === undefined) return [notApplicable(`nothing was asked of ${name.name}`)];
      if (isProblem(answer))
        return [
          failed(
            `${name.name} gave no answer: ${answer.problem}`,
            'Look from that machine again: gotthard verify --from-inside --verbose',
            by,
          ),
        ];
      const evidence = `${answer.status} ${answer.said} in ${answer.ms} ms; ${by}`;
      if (isRefusalOfNetwork(answer))
        return [
          failed(
            `${name.name} refuses a caller of its own network`,
            'Look whether the connection of its private endpoint is approved, and reaches this very resource: gotthard verify --fix',
            evidence,
          ),
        ];
      return answer.status >= 500
        ? [
            failed(
              `${name.name} answers ${answer.status}`,
              'Try again, and look at https://status.azure.com',
              evidence,
            ),
          ]
        : [ok(`${name.name} answers by itself`, evidence)];
    }),
};

export const insideInference: Check = {
  id: 'GT-CHECK-INSIDE-INFERENCE',
  stage: 'after',
  checklist: ['NET-4', 'VAL-2'],
  title: 'Inside the network a model answers to an Entra token',
  risk: 'The estate is built and serves nobody.',
  run: (input) =>
    eachSeen(input, ({ name, sighting, leads }, looked) => {
      if (name.service !== 'openai') return [];
      if (inferenceOf(input.design) === undefined)
        return [notApplicable('there is no model that answers to a small inference')];
      const inference = sighting?.inference;
      if (!leads || inference === undefined) return [notApplicable(`no inference was asked of ${name.name}`)];
      const { deployment, answer } = inference;
      const what = `${deployment} at ${name.name}`;
      if (isProblem(answer))
        return [
          failed(
            `${what} gave no answer: ${answer.problem}`,
            'Look from that machine again: gotthard verify --from-inside --verbose',
            seenBy(looked),
          ),
        ];
      const { status, said, ms } = answer;
      const evidence = `${status} ${said} in ${ms} ms; ${seenBy(looked)}`;
      if (status === 200) return [ok(`${what} answers`, evidence)];
      if (status === 429)
        return [warning(`${what} is there and over its capacity`, 'Look again a minute later.', evidence)];
      return [failed(`${what} answers ${status}`, nextAfter(answer, name, input), evidence)];
    }),
};

function nextAfter(
  { status, said }: ServiceAnswer,
  { endpoint }: PrivateName,
  { facts }: CheckInput,
): string {
  if (status === 401 || status === 403) {
    const account = at(
      endpoint.body,
      '/properties/privateLinkServiceConnections/0/properties/privateLinkServiceId',
    );
    // Somebody else may have looked than who reads Azure now: the refusal names whom it is about.
    const refused = /principal `([0-9a-f-]{36})`/.exec(said)?.[1];
    const assignee = refused ?? known(facts.principal)?.objectId ?? 'OBJECT-ID';
    return `Whoever looks may call no model. Ask an owner for: az role assignment create --role "Cognitive Services OpenAI User" --assignee ${assignee} --scope ${String(account)}`;
  }
  return status === 404
    ? 'gotthard deploy makes the deployment again.'
    : 'Look at https://status.azure.com, and at the logs of the account.';
}
