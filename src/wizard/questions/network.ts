import type { Answers } from '../../estate/answers.ts';
import type { Verdict } from '../ports.ts';
import { type WizardQuestion, withAnswer } from '../question.ts';
import { withEnvironment } from './environments.ts';

/** Whether to create networks or to use those of a landing zone. */
export const networkQuestion: WizardQuestion = {
  id: 'network',
  section: 'Network',
  asked: ['custom'],
  label: 'Network',
  standard: 'created for each environment',
  async ask({ ask }, answers) {
    const network = await ask.choose({
      id: 'network',
      message: 'Create the networks, or use existing ones?',
      why: 'A network of its own isolates an environment; an existing one is used by id and never changed.',
      explain:
        'With existing networks you name the virtual network and a subnet for the private endpoints of each ' +
        'environment. Security groups, routes and peerings there stay the business of whoever owns them.',
      choices: [
        { value: 'create' as const, name: 'Create one for each environment' },
        { value: 'existing' as const, name: 'Use existing ones', hint: 'by ARM id, never changed' },
      ],
      default: answers.network ?? 'create',
    });
    return withAnswer(answers, 'network', network);
  },
  given: ({ network }) =>
    network && { create: 'created for each environment', existing: 'existing ones' }[network],
};

/** Virtual network and subnet of each environment, where existing ones are used. */
export function existingNetworkQuestions(answers: Answers): WizardQuestion[] {
  if (answers.network !== 'existing') return [];
  return (answers.environments ?? []).flatMap(({ name }) => [
    virtualNetworkQuestion(name),
    subnetQuestion(name),
  ]);
}

function virtualNetworkQuestion(environment: string): WizardQuestion {
  const find = (answers: Answers) => answers.environments?.find(({ name }) => name === environment);
  return {
    id: `virtual-network-${environment}`,
    section: 'Network',
    asked: ['custom'],
    label: `Virtual network of ${environment}`,
    standard: 'not chosen',
    async ask({ ask, advice }, answers) {
      const current = find(answers);
      const networks = await advice.existingRanges(current?.subscriptionId ?? '');
      const taken = (id: string) => userOf(answers, environment, id);
      const virtualNetworkId = await ask.text({
        id: `virtual-network-${environment}`,
        message: `Which virtual network does ${environment} use?`,
        why: 'The private endpoints are put into it, so its name resolution and routes decide who reaches them.',
        explain:
          'The ARM id of a virtual network, as "JSON view" of the portal or `az network vnet show` prints it.',
        default: current?.virtualNetworkId ?? networks.find(({ id }) => taken(id) === undefined)?.id ?? '',
        check: (id) => {
          const verdict = checkId(
            id,
            /\/providers\/Microsoft\.Network\/virtualNetworks\/[^/]+$/i,
            'a virtual network',
          );
          const user = taken(id);
          if (user !== undefined) {
            return { ok: false, reason: `${user} uses it already, and environments are kept apart` };
          }
          const known = networks.find((network) => network.id.toLowerCase() === id.toLowerCase());
          return verdict.ok && known ? { ok: true, note: `${known.name}, ${known.range}` } : verdict;
        },
      });
      const range = networks.find(({ id }) => id.toLowerCase() === virtualNetworkId.toLowerCase())?.range;
      return withEnvironment(answers, environment, {
        virtualNetworkId,
        ...(range === undefined ? {} : { addressSpace: range }),
      });
    },
    given: (answers) => find(answers)?.virtualNetworkId,
  };
}

/** The other environment that uses a virtual network. */
function userOf(answers: Answers, environment: string, id: string): string | undefined {
  return answers.environments?.find(
    ({ name, virtualNetworkId }) =>
      name !== environment && virtualNetworkId?.toLowerCase() === id.toLowerCase(),
  )?.name;
}

function subnetQuestion(environment: string): WizardQuestion {
  const find = (answers: Answers) => answers.environments?.find(({ name }) => name === environment);
  return {
    id: `subnet-${environment}`,
    section: 'Network',
    asked: ['custom'],
    label: `Subnet of ${environment}`,
    standard: 'not chosen',
    async ask({ ask }, answers) {
      const network = find(answers)?.virtualNetworkId ?? '';
      const privateEndpointSubnetId = await ask.text({
        id: `subnet-${environment}`,
        message: `Which subnet takes the private endpoints of ${environment}?`,
        why: 'Each endpoint takes one address of it; it needs at least two free ones.',
        explain: `The ARM id of a subnet of ${network}. It is used as it is, never changed.`,
        default: find(answers)?.privateEndpointSubnetId ?? '',
        check: (id) => {
          if (/^[a-z0-9_.-]+$/i.test(id)) {
            return { ok: false, reason: 'a full ARM id is needed', suggestion: `${network}/subnets/${id}` };
          }
          const verdict = checkId(id, /\/subnets\/[^/]+$/i, 'a subnet');
          if (!verdict.ok || id.toLowerCase().startsWith(`${network.toLowerCase()}/`)) return verdict;
          return { ok: false, reason: 'it lies in another virtual network than the one chosen' };
        },
      });
      return withEnvironment(answers, environment, { privateEndpointSubnetId });
    },
    given: (answers) => find(answers)?.privateEndpointSubnetId,
  };
}

/** Whether a text is the ARM id of something of the wanted type. */
export function checkId(id: string, type: RegExp, what: string): Verdict {
  if (!/^\/subscriptions\/[0-9a-f-]{36}\/resourceGroups\/[^/]+\//i.test(id)) {
    return { ok: false, reason: 'an ARM id starts with /subscriptions/<id>/resourceGroups/<name>/' };
  }
  return type.test(id) ? { ok: true } : { ok: false, reason: `this is not the id of ${what}` };
}
