import Big from 'big.js';
import { type Estate, stampsOf, type UsageProfile } from '../estate/estate.ts';
import type { Range } from './range.ts';

/**
 * How much a stamp is used in a month. The profiles are working assumptions of Gotthard, set on 2026-11-23: nobody
 * knows a customer's use before it happens, so each figure says what it assumes, and its range goes from half to twice
 * the expected figure.
 */
export type UsageFigure =
  | 'inputTokens'
  | 'cachedTokens'
  | 'outputTokens'
  | 'embeddingTokens'
  | 'endpointGbIn'
  | 'endpointGbOut'
  | 'dnsQueries'
  | 'vaultOperations'
  | 'logGb'
  | 'alertEmails';

/** A month's use of one stamp, in single units (tokens, operations, queries, e-mails) or GB of 10^9 bytes. */
export type Usage = { readonly [figure in UsageFigure]: Range };

interface Assumption {
  /** What is counted, and what the figure takes for granted. */
  readonly explanation: string;
  readonly expected: { readonly [profile in UsageProfile]: string };
}

/** What each profile takes for granted, set on 2026-11-23. */
export const usageAssumptions: { readonly [figure in UsageFigure]: Assumption } = {
  inputTokens: {
    explanation: 'Tokens of prompts to chat models, all of them together, the cached ones included.',
    expected: { small: '20000000', medium: '300000000', large: '3000000000' },
  },
  cachedTokens: {
    explanation: 'The part of the prompts that Azure finds in its cache: a fifth, the repeated instructions.',
    expected: { small: '4000000', medium: '60000000', large: '600000000' },
  },
  outputTokens: {
    explanation: 'Tokens of answers, those of hidden reasoning included: a quarter of the prompts.',
    expected: { small: '5000000', medium: '75000000', large: '600000000' },
  },
  embeddingTokens: {
    explanation: 'Tokens turned into vectors: documents once, and the questions asked of them.',
    expected: { small: '10000000', medium: '100000000', large: '1000000000' },
  },
  endpointGbIn: {
    explanation: 'Data sent through the private endpoints.',
    expected: { small: '5', medium: '50', large: '500' },
  },
  endpointGbOut: {
    explanation: 'Data received through the private endpoints, as much as is sent.',
    expected: { small: '5', medium: '50', large: '500' },
  },
  dnsQueries: {
    explanation: 'Questions to the private DNS zones; clients keep answers for a while.',
    expected: { small: '100000', medium: '1000000', large: '10000000' },
  },
  vaultOperations: {
    explanation: 'Reads of secrets and keys by applications that keep them for a while.',
    expected: { small: '100000', medium: '1000000', large: '10000000' },
  },
  logGb: {
    explanation: 'Logs and metrics that reach the workspace.',
    expected: { small: '5', medium: '30', large: '150' },
  },
  alertEmails: {
    explanation: 'Alert e-mails to each receiver.',
    expected: { small: '20', medium: '50', large: '100' },
  },
};

/** What a range makes of an expected figure. */
const LOW = '0.5';
const HIGH = '2';

/** The use that a profile stands for. */
export function usageOf(profile: UsageProfile): Usage {
  const range = (figure: UsageFigure): Range => {
    const expected = new Big(usageAssumptions[figure].expected[profile]);
    return { low: expected.times(LOW), expected, high: expected.times(HIGH) };
  };
  return {
    inputTokens: range('inputTokens'),
    cachedTokens: range('cachedTokens'),
    outputTokens: range('outputTokens'),
    embeddingTokens: range('embeddingTokens'),
    endpointGbIn: range('endpointGbIn'),
    endpointGbOut: range('endpointGbOut'),
    dnsQueries: range('dnsQueries'),
    vaultOperations: range('vaultOperations'),
    logGb: range('logGb'),
    alertEmails: range('alertEmails'),
  };
}

/** The use of every stamp of an estate by its name, from the profiles in the estate file. */
export function usageOfEstate(estate: Estate): ReadonlyMap<string, Usage> {
  return new Map(stampsOf(estate).map((stamp) => [stamp.name, usageOf(stamp.environment.usage)]));
}
