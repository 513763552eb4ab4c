import { idKey, sameId } from '../../resource/arm-id.ts';
import type { Found, FoundResource } from '../../resource/found.ts';
import { at, type JsonObject } from '../../resource/json.ts';
import { objectsAt } from '../isolation/bodies.ts';
import { textAt } from '../places.ts';
import { type Finding, failed, notApplicable, ok, warning } from '../rule.ts';
import { accountsIn, allOf, nameOf, scopeOf } from './within.ts';

function deploymentsIn(found: Found): readonly { account: FoundResource; deployment: FoundResource }[] {
  return accountsIn(found).flatMap((account) =>
    allOf(found, 'Microsoft.CognitiveServices/accounts/deployments')
      .filter(({ id }) => idKey(id).startsWith(`${idKey(account.id)}/`))
      .map((deployment) => ({ account, deployment })),
  );
}

export function modelsFound(found: Found): Finding[] {
  return deploymentsIn(found).map(({ account, deployment }) => {
    const { id, body } = deployment;
    const model = `${textAt(body, '/properties/model/name')} ${textAt(body, '/properties/model/version')}`;
    const upgrade = textAt(body, '/properties/versionUpgradeOption');
    const name = `${nameOf(deployment)} of ${nameOf(account)}`;
    const evidence = `${id}: ${model}, ${textAt(body, '/sku/name')} ${String(at(body, '/sku/capacity') ?? '')}, ${upgrade || 'no upgrade option'}`;
    return upgrade === 'NoAutoUpgrade'
      ? warning(
          `${name} is never upgraded: it answers 410 when ${model.trim()} retires`,
          'Plan its next version, or let it upgrade once its version expires.',
          evidence,
        )
      : ok(`${name} has a limit and keeps up with its model`, evidence);
  });
}

/** Of what content filters are about; the others are on or off as an application needs them. */
const harms = /^(hate|sexual|violence|selfharm)$/i;

export function contentFilterFound(found: Found): Finding[] {
  return deploymentsIn(found).map(({ account, deployment }) => {
    const policy = textAt(deployment.body, '/properties/raiPolicyName');
    const name = `${nameOf(deployment)} of ${nameOf(account)}`;
    if (policy === '') {
      return warning(
        `${name} names no content filter policy: it has the default one of the day`,
        `az resource update --ids ${deployment.id} --set properties.raiPolicyName=POLICY`,
        `${deployment.id}: raiPolicyName none`,
      );
    }
    const weak = filtersOf(found, account, policy).filter(
      (filter) => filter['enabled'] === false || filter['blocking'] === false,
    );
    const evidence = `${deployment.id}: raiPolicyName ${policy}`;
    return weak.length === 0
      ? ok(`${name} is filtered by ${policy}`, evidence)
      : failed(
          `${name}: ${policy} lets ${[...new Set(weak.map((each) => textAt(each, '/name')))].join(', ')} pass`,
          'Give the deployment a policy that blocks them.',
          evidence,
        );
  });
}

function filtersOf(found: Found, account: FoundResource, policy: string): readonly JsonObject[] {
  return allOf(found, 'Microsoft.CognitiveServices/accounts/raiPolicies')
    .filter(({ id }) => sameId(id, `${account.id}/raiPolicies/${policy}`))
    .flatMap(({ body }) => objectsAt(body, '/properties/contentFilters'))
    .filter((filter) => harms.test(textAt(filter, '/name').replaceAll(/[^a-z]/gi, '')));
}

/** A budget of the subscription, or of the group that is judged, that tells somebody. */
export function budgetFound(found: Found): Finding[] {
  if (accountsIn(found).length === 0) return [notApplicable('there is no Azure OpenAI account')];
  const telling = allOf(found, 'Microsoft.Consumption/budgets').find(({ body }) => {
    const notifications = at(body, '/properties/notifications');
    return (
      notifications !== null &&
      typeof notifications === 'object' &&
      Object.values(notifications).some((each) => at(each, '/enabled') === true)
    );
  });
  return [
    telling === undefined
      ? failed(
          'no budget watches the spending',
          `az consumption budget create --budget-name openai --amount AMOUNT --category cost --time-grain monthly … # at ${scopeOf(found)}`,
          scopeOf(found),
        )
      : ok(`budget ${nameOf(telling)} watches the spending`, telling.id),
  ];
}
