/**
 * How much a unit of provisioned throughput carries. Source: MicrosoftDocs/azure-ai-docs, "provisioned throughput
 * onboarding", 2026-03-20: input tokens a minute and unit by model, and the smallest deployments. An answer's token
 * weighs as much as its price is higher than that of a prompt's; cached tokens weigh nothing.
 */
const tokensPerMinute: { readonly [model: string]: number } = {
  'gpt-5.5': 1200,
  'gpt-5.4': 2400,
  'gpt-5.2': 3400,
  'gpt-5.1': 4750,
  'gpt-5': 4750,
  'gpt-5-mini': 23_750,
  'gpt-4.1': 3000,
  'gpt-4.1-mini': 14_900,
  'gpt-4.1-nano': 59_400,
  o3: 3000,
  'o4-mini': 5400,
};

/** Input tokens a minute that a unit carries; undefined for a model whose figure is not published. */
export function unitThroughput(model: string): number | undefined {
  return Object.hasOwn(tokensPerMinute, model) ? tokensPerMinute[model] : undefined;
}

/** Fewest units of a deployment, and the step by which they grow. */
export function unitSteps(
  model: string,
  place: 'regional' | 'datazone' | 'global',
): { readonly minimum: number; readonly step: number } {
  if (place !== 'regional') return { minimum: 15, step: 5 };
  const small = /(mini|nano)$/.test(model);
  return small ? { minimum: 25, step: 25 } : { minimum: 50, step: 50 };
}
