import Big from 'big.js';
import type { UsageFigures } from '../estate/estate.ts';
import { exactly, type Range, rangeOf, times } from './range.ts';
import type { Usage, UsageFigure } from './usage.ts';

/** Days of an average month as a fraction, 365 / 12, to stay exact until the end. */
const DAYS = { of: '365', by: '12' } as const;

/** How far the true figure may lie from one that somebody has stated, as factors. */
const STATED = { low: '0.9', expected: '1', high: '1.1' } as const;

/** A stated figure with the range that it is taken to have: ten per cent either way. */
export function stated(figure: Big | number | string): Range {
  return rangeOf((name) => new Big(figure).times(STATED[name]));
}

/** A month of something that is counted by the day, in whole units. */
function monthOf(day: Big): Big {
  return day.times(DAYS.of).div(DAYS.by).round(0, Big.roundHalfUp);
}

/**
 * Puts figures in people's units in place of a profile's: requests a day, tokens a request, gigabytes a day. Where only
 * the tokens of a request are given, or only the requests, the other half is that of the profile. The share of prompts
 * that Azure finds in its cache stays as it was.
 * @param origin where the figures are from, as lines say it
 */
export function withPeopleUnits(usage: Usage, given: UsageFigures, origin: string): Usage {
  const { requestsPerDay, promptTokens, answerTokens, logGbPerDay } = given;
  const figures: { [figure in UsageFigure]?: Range } = {};
  if (requestsPerDay !== undefined && promptTokens !== undefined) {
    const prompts = stated(monthOf(new Big(requestsPerDay).times(promptTokens)));
    figures.inputTokens = prompts;
    figures.cachedTokens = cachedPart(usage, prompts);
  }
  if (requestsPerDay !== undefined && answerTokens !== undefined)
    figures.outputTokens = stated(monthOf(new Big(requestsPerDay).times(answerTokens)));
  if (logGbPerDay !== undefined) {
    const month = new Big(logGbPerDay).times(DAYS.of).div(DAYS.by).round(3, Big.roundHalfUp);
    figures.logGb = stated(month);
  }
  return replaced(usage, figures, origin);
}

/** The same part of the prompts as before, in whole tokens. */
function cachedPart(usage: Usage, prompts: Range): Range {
  const whole = usage.inputTokens.expected;
  if (whole.eq(0)) return exactly(0);
  const share = usage.cachedTokens.expected.div(whole);
  return rangeOf((name) => times(prompts, share)[name].round(0, Big.roundHalfUp));
}

/** Puts figures in place of others, and remembers where they are from. */
export function replaced(
  usage: Usage,
  figures: { readonly [figure in UsageFigure]?: Range },
  origin: string,
): Usage {
  const names = Object.keys(figures) as UsageFigure[];
  if (names.length === 0) return usage;
  const origins = { ...usage.origins, ...Object.fromEntries(names.map((name) => [name, origin])) };
  return { ...usage, ...figures, origins };
}
