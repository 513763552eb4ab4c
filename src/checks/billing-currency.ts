import Big from 'big.js';
import type { Design } from '../design/design.ts';
import type { ExchangeRate } from '../facts/fx.ts';
import { at, isObject } from '../resource/json.ts';
import { known } from '../resource/subscription.ts';
import { type CheckInput, observedBody } from './rule.ts';

const BUDGET = 'Microsoft.Consumption/budgets';

/** The stamp's budget in its design; undefined where it has none. */
export function designedBudget({ resources }: Design) {
  return resources.find(({ type }) => type === BUDGET);
}

/** The currency that a subscription is billed in: as its budgets say it. Undefined: nothing tells it. */
export function billingCurrency({
  design,
  observed,
  facts,
}: Pick<CheckInput, 'design' | 'observed' | 'facts'>): string | undefined {
  const budget = designedBudget(design);
  const own = budget && at(observedBody(observed, budget.id) ?? {}, '/properties/currentSpend/unit');
  return typeof own === 'string' && own !== '' ? own : known(facts.billingCurrency);
}

/** An amount of CHF in another currency, to the cent; undefined where no rate is known. */
export function inCurrency(
  chf: string,
  currency: string,
  { usdChf }: Pick<ExchangeRate, 'usdChf'>,
): Big | undefined {
  if (currency === 'CHF') return new Big(chf);
  if (currency === 'USD') return new Big(chf).div(usdChf).round(2, Big.roundHalfUp);
  return undefined;
}

/**
 * The design with its budget in the currency that the subscription is billed in. Budgets carry no currency of their own:
 * Azure takes the amount for one in the billing currency. Where that is not known, or no rate to it, the amount stays as
 * the estate file has it, and a check says so.
 */
export function withBillingCurrency(
  input: Pick<CheckInput, 'design' | 'observed' | 'facts'>,
  fx: Pick<ExchangeRate, 'usdChf'>,
): Design {
  const currency = billingCurrency(input);
  const budget = designedBudget(input.design);
  const chf = budget && at(budget.body, '/properties/amount');
  if (currency === undefined || !budget || typeof chf !== 'number') return input.design;
  const amount = inCurrency(String(chf), currency, fx);
  if (!amount || amount.eq(chf)) return input.design;
  const properties = budget.body['properties'];
  const converted = {
    ...budget,
    body: {
      ...budget.body,
      properties: { ...(isObject(properties) ? properties : {}), amount: amount.toNumber() },
    },
  };
  return {
    ...input.design,
    resources: input.design.resources.map((resource) => (resource === budget ? converted : resource)),
  };
}
