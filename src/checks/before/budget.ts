import Big from 'big.js';
import { sumOf } from '../../cost/estimate.ts';
import { formatChf } from '../../cost/format.ts';
import { stampsOf } from '../../estate/estate.ts';
import { billingCurrency, designedBudget, inCurrency } from '../billing-currency.ts';
import { inFile } from '../places.ts';
import { type Check, type CheckInput, type Finding, failed, notApplicable, ok, warning } from '../rule.ts';

/** What an environment is expected to cost against what it may cost. */
export const budget: Check = {
  id: 'GT-CHECK-BUDGET',
  stage: 'before',
  checklist: ['COST-2'],
  title: 'The expected cost stays within the budget',
  run: (input) => {
    const { design, estate, cost } = input;
    const name = `${design.tenant}/${design.environment}`;
    const wanted = stampsOf(estate).find((stamp) => stamp.name === name)?.environment.budget;
    if (!wanted || !cost || !designedBudget(design)) return [notApplicable('there is no budget')];
    return [
      amountFinding(wanted, sumOf(cost.lines.filter(({ stamp }) => stamp === name)).expected, input),
      ...currencyFindings(wanted.monthly, input),
    ];
  },
};

function amountFinding(
  { monthly, whenOver }: { monthly: string; whenOver?: 'warn' | 'refuse' | undefined },
  expected: string,
  { design, cost }: CheckInput,
): Finding {
  const share = new Big(expected).times(100).div(monthly).round(0, Big.roundHalfUp).toFixed();
  const least = cost?.complete === false ? 'at least ' : '';
  const message = `${least}${formatChf(expected)} a month expected, ${share} % of the budget of ${formatChf(monthly)}`;
  if (new Big(expected).lte(monthly)) return ok(message);
  const next = `Raise ${inFile('budget.monthly', design)}, use less, or look at gotthard cost --what-if.`;
  return whenOver === 'refuse' ? failed(message, next) : warning(message, next);
}

/** A budget counts in the billing currency, which Azure tells nobody beforehand. */
function currencyFindings(monthly: string, input: CheckInput): Finding[] {
  const currency = billingCurrency(input);
  if (currency === 'CHF') return [];
  if (currency === undefined) {
    const next = 'Look at the currency of the invoice; once the budget exists, it is read from there.';
    return [
      warning(
        'the billing currency is not known before a first budget exists: the amount counts as it stands',
        next,
      ),
    ];
  }
  const { usdChf } = input.cost?.fx ?? { usdChf: '1' };
  const amount = inCurrency(monthly, currency, { usdChf });
  return [
    amount
      ? warning(
          `the subscription is billed in ${currency}: the budget of ${formatChf(monthly)} is written as ${currency} ${amount.toFixed(2)}`,
          'Nothing to do while the rate is right: plan again when it has moved.',
        )
      : warning(
          `the subscription is billed in ${currency}, to which no rate is known: the amount ${monthly} counts as ${currency}`,
          `Write ${inFile('budget.monthly', input.design)} in ${currency}.`,
        ),
  ];
}
