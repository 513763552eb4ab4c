import type { Session } from '../session.ts';
import { objects, text } from './json-fields.ts';
import { present } from './tolerant.ts';

/** The currency in which the budgets of the subscription count, which is that of its bills. */
export async function readBillingCurrency(session: Session): Promise<string> {
  const list = `/subscriptions/${session.subscriptionId}/providers/Microsoft.Consumption/budgets`;
  const answer = await session.get(list, '2023-11-01');
  const [unit] = objects(answer, '/value').flatMap(
    (budget) => text(budget, '/properties/currentSpend/unit') ?? [],
  );
  return present(unit, 'a budget that tells the billing currency');
}
